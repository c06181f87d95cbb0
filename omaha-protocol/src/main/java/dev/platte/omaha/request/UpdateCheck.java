package dev.platte.omaha.request;

import dev.platte.omaha.value.VersionPrefix;
import java.util.Optional;

/**
 * "Is there an update for me?" (Omaha v3, section updatecheck).
 *
 * @param updateDisabled a policy of the host will not take one
 * @param targetVersionPrefix it takes only these versions
 * @param rollbackAllowed it takes an older version too
 * @param sameVersionUpdate it takes the version it has
 * @param testerToken {@code tttoken}; empty if none
 * @param releaseChannel Google's clients; empty if not said
 */
public record UpdateCheck(
        boolean updateDisabled,
        Optional<VersionPrefix> targetVersionPrefix,
        boolean rollbackAllowed,
        boolean sameVersionUpdate,
        String testerToken,
        String releaseChannel) {

    /** As update_engine asks. */
    public static final UpdateCheck PLAIN =
            new UpdateCheck(false, Optional.empty(), false, false, "", "");

    /** The token is a secret of the tester. */
    @Override
    public String toString() {
        return "UpdateCheck[updateDisabled="
                + updateDisabled
                + ", targetVersionPrefix="
                + targetVersionPrefix
                + ", rollbackAllowed="
                + rollbackAllowed
                + ", sameVersionUpdate="
                + sameVersionUpdate
                + ", releaseChannel="
                + releaseChannel
                + "]";
    }
}

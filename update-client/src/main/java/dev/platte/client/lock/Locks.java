package dev.platte.client.lock;

import static java.util.Objects.requireNonNull;

import dev.platte.client.config.RebootSettings;
import dev.platte.client.config.RebootSettings.Keeper;
import dev.platte.client.config.RebootSettings.Tls;
import dev.platte.client.etcd.Cluster;
import dev.platte.client.state.StateDir;
import dev.platte.keys.tls.TlsFiles;
import dev.platte.keys.verify.UnusableKeyException;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** Opens the lock that the settings name. */
public final class Locks {
    private final StateDir state;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /**
     * @param state where the numbers of requests are kept
     */
    public Locks(StateDir state, InstantSource clock, RandomGenerator chance) {
        this.state = requireNonNull(state);
        this.clock = requireNonNull(clock);
        this.chance = requireNonNull(chance);
    }

    /**
     * The lock, not asked yet; close it.
     *
     * @param group instead of the one that the settings name
     * @return empty where the settings name none
     * @throws IOException a file that they name cannot be used
     */
    public Optional<RebootLock> open(RebootSettings.Lock settings, String group)
            throws IOException {
        return switch (settings.keeper()) {
            case Keeper.None() -> Optional.empty();
            case Keeper.FleetLockServer(URI base, Optional<String> token) ->
                    Optional.of(
                            new FleetLock(
                                    new FleetLock.Server(
                                            base, tls(settings.tls()), token, settings.timeout()),
                                    group,
                                    new Sequence(state, clock)));
            case Keeper.EtcdCluster(
                            List<URI> endpoints,
                            String user,
                            String password,
                            boolean locksmith) -> {
                Cluster cluster =
                        new Cluster(
                                endpoints,
                                tls(settings.tls()),
                                user.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(new Cluster.Account(user, password)),
                                settings.timeout());
                yield Optional.of(
                        locksmith
                                ? new LocksmithLock(cluster, group, chance)
                                : new AirlockLock(cluster, group, clock, chance));
            }
        };
    }

    private static Optional<SSLContext> tls(Tls files) throws IOException {
        if (files.authorities().isEmpty() && files.certificate().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    TlsFiles.context(
                            files.authorities(),
                            files.certificate()
                                    .map(
                                            chain ->
                                                    new TlsFiles.Identity(
                                                            chain, files.key().orElseThrow()))));
        } catch (UnusableKeyException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}

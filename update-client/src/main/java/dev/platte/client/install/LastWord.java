package dev.platte.client.install;

import dev.platte.client.config.Settings;
import dev.platte.client.http.Pause;
import dev.platte.client.poll.Offer;
import dev.platte.client.postinst.Postinst;
import dev.platte.client.slot.SlotPlace;
import dev.platte.client.slot.Slots;
import dev.platte.client.slot.VerifiedImage;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Gives a verified image its last word before it boots: its {@code postinst}. */
record LastWord(Settings settings, Offer offer) {
    private static final Logger LOG = System.getLogger(LastWord.class.getName());

    /** PostinstallBootedFromFirmwareB: the image wants the host booted otherwise first. */
    private static final ErrorCode OTHER_BOOT = ErrorCode.of(19);

    /**
     * Runs it, where the image has one.
     *
     * @param kernel the new kernel in its place; empty when the payload brought none
     * @throws InterruptedException the process was told to end
     */
    void of(Slots slots, VerifiedImage image, Optional<Path> kernel, Pause pause)
            throws IOException, InstallException, InterruptedException {
        Optional<SlotPlace> place = slots.place(image);
        if (place.isEmpty() || !isWanted()) {
            return;
        }
        Postinst postinst =
                new Postinst(
                        settings.places().run(),
                        settings.trial().postinstTimeout(),
                        System.getenv(),
                        Map.of(
                                "PLATTE_VERSION", offer.version(),
                                "PLATTE_SLOT", image.slot().name().toLowerCase(Locale.ROOT),
                                "PLATTE_ROOT", settings.places().root().toString()));
        switch (postinst.run(place.get(), kernel, pause::isOver)) {
            case Postinst.Ending.None _, Postinst.Ending.Done _ -> {}
            case Postinst.Ending.NeedsOtherBoot(String words) ->
                    throw new InstallException(OTHER_BOOT, words, null);
            case Postinst.Ending.Failed(String words) ->
                    throw new InstallException(ErrorCode.POSTINSTALL_RUNNER, words, null);
        }
    }

    private boolean isWanted() throws IOException {
        if (!settings.trial().postinst()) {
            return false;
        }
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        if (!root) {
            LOG.log(
                    Level.WARNING,
                    "the image's postinst, if it has one, is not run: only root can mount the image");
        }
        return root;
    }
}

package dev.platte.ctl.api;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which application a verb is about. */
public final class AppOption {
    @Option(
            names = "--app",
            paramLabel = "APP",
            description =
                    "appid or name of the application (PLATTE_APP); needless when there is one only")
    private @Nullable String app;

    /** Its address. */
    public Place of(Session session, Api api)
            throws ApiException, IOException, InterruptedException {
        return session.application(api, Optional.ofNullable(app));
    }
}

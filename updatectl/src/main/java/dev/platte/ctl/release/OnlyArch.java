package dev.platte.ctl.release;

import dev.platte.ctl.api.ApiException;
import java.util.List;

/** The architecture that need not be said, because there is one only. */
final class OnlyArch {
    private OnlyArch() {}

    static String of(String what, List<String> found) throws ApiException {
        if (found.isEmpty()) {
            throw new ApiException("there is no " + what);
        }
        if (found.size() > 1) {
            throw new ApiException(
                    "there is a %s for each of %s: say --arch"
                            .formatted(what, String.join(", ", found)));
        }
        return found.getFirst();
    }
}

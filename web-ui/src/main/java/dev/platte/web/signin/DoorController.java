package dev.platte.web.signin;

import dev.platte.web.page.PageException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages at the door: signing in, and the first administrator's link. */
@Controller
final class DoorController {

    /** What the server says of a door that did not open, in words. */
    private static final Map<String, String> WHY =
            Map.of(
                    "missing", "Write your name and your password.",
                    "refused", "The name or the password is wrong.",
                    "often", "Too many tries. Wait some minutes, then try again.",
                    "sign-in-refused",
                            "The identity provider's answer was not accepted; the server's log has the cause.",
                    "no-role",
                            "The identity provider knows you, but gives you no role here; ask an administrator.");

    private final boolean provider;

    DoorController(@Value("${platte.oidc.issuer:}") String issuer) {
        this.provider = !issuer.isBlank();
    }

    @GetMapping("/signin")
    String signIn(
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String failed,
            Model model) {
        model.addAttribute("to", to == null || !to.matches("/(?![/\\\\])[!-~]{0,1000}") ? "/" : to);
        model.addAttribute("provider", provider);
        model.addAttribute("failed", failed == null ? null : words(failed));
        return "signin/door";
    }

    /** The secret stands behind the #, which no browser sends: a script puts it into the form. */
    @GetMapping("/signin/link")
    String link() {
        return "signin/link";
    }

    private static String words(String failed) {
        if (!failed.matches("[a-z-]{1,60}")) {
            throw PageException.badAddress(
                    "This address cannot be read.", "Sign in from the page's own form.");
        }
        return WHY.getOrDefault(failed, "You were not let in: " + failed + ".");
    }
}

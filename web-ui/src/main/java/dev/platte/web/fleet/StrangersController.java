package dev.platte.web.fleet;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.fleet.MalformedSample;
import dev.platte.db.fleet.Strangers;
import dev.platte.web.page.Who;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Who asks for what nobody made, and requests that nobody understood. */
@Controller
final class StrangersController {

    private static final int MAX_SHOWN = 2000;

    private final Strangers strangers;

    StrangersController(Strangers strangers) {
        this.strangers = strangers;
    }

    /**
     * A malformed request in a list.
     *
     * @param text the beginning of its body, what is not text replaced
     */
    record SampleLine(MalformedSample sample, String text) {

        static SampleLine of(MalformedSample sample) {
            String text = new String(sample.body(), StandardCharsets.UTF_8);
            return new SampleLine(sample, text.substring(0, Math.min(MAX_SHOWN, text.length())));
        }
    }

    @GetMapping("/strangers")
    String strangers(Who who, Model model) {
        who.requireLook(VerbGroup.APPLICATION);
        List<SampleLine> samples = strangers.malformed().stream().map(SampleLine::of).toList();
        model.addAttribute("unknown", strangers.unknown());
        model.addAttribute("samples", samples);
        return "fleet/strangers";
    }
}

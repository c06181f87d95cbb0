package dev.platte.web.fleet;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.MalformedSample;
import dev.platte.db.inbox.Inbox;
import dev.platte.db.inbox.Letter;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What came in and fits nowhere: who asks for what nobody made, what nobody understood. */
@Controller
final class StrangersController {

    private static final int MAX_SHOWN = 2000;
    private static final int MOST_DUPLICATES = 200;

    private final Inbox inbox;
    private final HostCare care;
    private final Catalogue catalogue;

    StrangersController(Inbox inbox, HostCare care, Catalogue catalogue) {
        this.inbox = inbox;
        this.care = care;
        this.catalogue = catalogue;
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

    /** Requests that were not understood for the same reason, from the same address. */
    record Sender(String reason, String ip, List<SampleLine> samples) {

        Sender {
            samples = List.copyOf(samples);
        }

        /** The newest of them. */
        public MalformedSample last() {
            return samples.getFirst().sample();
        }
    }

    /** A host whose id two machines share, and its application. */
    record Shared(ApplicationSnapshot owner, Host host) {}

    @GetMapping("/strangers")
    String strangers(Who who, Model model) {
        who.requireLook(VerbGroup.APPLICATION);
        model.addAttribute("unknown", inbox.unknown());
        model.addAttribute("senders", senders(inbox.malformed()));
        model.addAttribute("clears", who.mayServer(VerbGroup.INBOX));
        List<Shared> shared =
                catalogue.applications(who).stream()
                        .flatMap(
                                owner ->
                                        care.duplicates(owner.application().id()).stream()
                                                .map(host -> new Shared(owner, host)))
                        .limit(MOST_DUPLICATES)
                        .toList();
        model.addAttribute("shared", shared);
        return "fleet/strangers";
    }

    /** The one that was heard last first. */
    private static List<Sender> senders(List<Letter> letters) {
        Map<String, List<SampleLine>> byPlace =
                letters.stream()
                        .map(letter -> SampleLine.of(letter.sample()))
                        .collect(
                                Collectors.groupingBy(
                                        line -> line.sample().ip() + '\n' + line.sample().reason(),
                                        TreeMap::new,
                                        Collectors.toList()));
        return byPlace.values().stream()
                .map(
                        lines ->
                                new Sender(
                                        lines.getFirst().sample().reason(),
                                        lines.getFirst().sample().ip(),
                                        lines))
                .sorted((one, two) -> two.last().at().compareTo(one.last().at()))
                .toList();
    }
}

package dev.platte.web.webhook;

import dev.platte.db.feed.EventKind;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.webhook.WebhookWish;
import dev.platte.web.form.FieldException;
import dev.platte.web.form.Sent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a webhook is to be, as a form. */
final class WebhookForm {

    private WebhookForm() {}

    /** Kinds of events about the same thing. */
    public record Family(String name, List<Choice> kinds) {}

    /** A kind of events to choose. */
    public record Choice(String word, String name, boolean chosen) {}

    /** All that can be told, by what it is about. */
    static List<Family> families(List<String> chosen) {
        Set<EventKind> named = EnumSet.noneOf(EventKind.class);
        chosen.forEach(word -> named.addAll(EventKind.named(word)));
        Map<String, List<Choice>> families = new LinkedHashMap<>();
        told().forEach(
                        kind ->
                                families.computeIfAbsent(kind.family(), name -> new ArrayList<>())
                                        .add(
                                                new Choice(
                                                        kind.word(),
                                                        kind.word()
                                                                .substring(
                                                                        kind.family().length() + 1)
                                                                .replace('-', ' '),
                                                        named.contains(kind))));
        return families.entrySet().stream()
                .map(each -> new Family(each.getKey(), each.getValue()))
                .toList();
    }

    /** How hosts fare at this moment is never kept, and so never sent. */
    private static List<EventKind> told() {
        return Arrays.stream(EventKind.values())
                .filter(kind -> kind != EventKind.ROLLOUT_PROGRESS)
                .toList();
    }

    static WebhookWish read(Sent sent, List<ApplicationSnapshot> applications) {
        return new WebhookWish(
                sent.text("url"), application(sent, applications), kinds(sent.all("kinds")));
    }

    private static @Nullable Long application(Sent sent, List<ApplicationSnapshot> applications) {
        String said = sent.text("application");
        if (said.isEmpty()) {
            return null;
        }
        return applications.stream()
                .map(one -> one.application().id())
                .filter(id -> said.equals(Long.toString(id)))
                .findFirst()
                .orElseThrow(() -> new FieldException("application", "Choose an application."));
    }

    /** A family of which all are chosen by its name: so it hears of kinds that come later, too. */
    private static List<String> kinds(List<String> chosen) {
        List<String> words = new ArrayList<>(chosen);
        Map<String, Set<String>> families =
                told().stream()
                        .collect(
                                Collectors.groupingBy(
                                        EventKind::family,
                                        LinkedHashMap::new,
                                        Collectors.mapping(EventKind::word, Collectors.toSet())));
        families.forEach(
                (family, kinds) -> {
                    if (words.containsAll(kinds)) {
                        words.removeAll(kinds);
                        words.add(family);
                    }
                });
        return words;
    }
}

package dev.platte.web.audit;

import dev.platte.db.access.AuditRow;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.CatalogSnapshot;
import dev.platte.web.page.Difference;
import dev.platte.web.page.VerbWords;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One change in a table.
 *
 * @param did what was done, in words; a verb we have no words for as it is
 * @param subject what it was done to, by name where the catalogue still knows one
 * @param detail where it was pointed; absent for other verbs
 * @param differences what it changed, value by value
 */
record ChangeLine(
        AuditRow row,
        String did,
        String subject,
        @Nullable String detail,
        List<Difference> differences) {

    private static final int MOST = 40;

    ChangeLine {
        differences = List.copyOf(differences);
    }

    static ChangeLine of(AuditRow row, CatalogSnapshot catalogue) {
        return new ChangeLine(
                row,
                VerbWords.of(row.verb()),
                named(row.subject(), catalogue)
                        .or(() -> rollout(row, catalogue))
                        .or(() -> said(row))
                        .orElse(row.subject()),
                row.verb().equals("channel.point") ? target(row, catalogue) : null,
                Difference.of(row.before(), row.after(), MOST));
    }

    private static Optional<String> named(String subject, CatalogSnapshot catalogue) {
        int slash = subject.indexOf('/');
        String id = subject.substring(slash + 1);
        if (slash < 0 || !id.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(id);
        return switch (subject.substring(0, slash)) {
            case "application" ->
                    first(
                            catalogue,
                            app ->
                                    Stream.of(app.application())
                                            .filter(found -> found.id() == number)
                                            .map(found -> found.name()));
            case "channel" ->
                    first(
                            catalogue,
                            app ->
                                    app.channels().stream()
                                            .filter(found -> found.id() == number)
                                            .map(ChangeLine::words));
            case "group" ->
                    first(
                            catalogue,
                            app ->
                                    app.groups().stream()
                                            .filter(found -> found.id() == number)
                                            .map(Group::track));
            case "package" -> first(catalogue, app -> packages(app, number));
            default -> Optional.empty();
        };
    }

    /** What it was called, or is: people, tokens, webhooks and lock groups have a name. */
    private static Optional<String> said(AuditRow row) {
        return Stream.of(row.after(), row.before())
                .filter(Objects::nonNull)
                .map(ChangeLine::name)
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private static String name(String json) {
        try {
            return JsonMapper.shared().readTree(json).path("name").asString("");
        } catch (JacksonException e) {
            // The row is shown as far as it can be read.
            return "";
        }
    }

    private static Optional<String> rollout(AuditRow row, CatalogSnapshot catalogue) {
        if (!row.subject().startsWith("rollout/")) {
            return Optional.empty();
        }
        Optional<String> group = named("group/" + after(row, "groupId"), catalogue);
        return group.flatMap(
                name ->
                        named("package/" + after(row, "packageId"), catalogue)
                                .map(target -> name + " to " + target));
    }

    private static @Nullable String target(AuditRow row, CatalogSnapshot catalogue) {
        long id = after(row, "packageId");
        return id == 0
                ? "to nothing"
                : named("package/" + id, catalogue).map(name -> "to " + name).orElse(null);
    }

    /** A number in what it was made; 0 where there is none. */
    private static long after(AuditRow row, String field) {
        try {
            return JsonMapper.shared()
                    .readTree(row.after() == null ? "{}" : row.after())
                    .path(field)
                    .asLong(0);
        } catch (JacksonException e) {
            // The row is shown as far as it can be read.
            return 0;
        }
    }

    private static Stream<String> packages(ApplicationSnapshot application, long id) {
        return application.findPackage(id).stream().map(ChangeLine::words);
    }

    private static String words(Channel channel) {
        return channel.name() + " on " + channel.arch();
    }

    private static String words(UpdatePackage release) {
        return release.version() + " on " + release.arch();
    }

    private static Optional<String> first(
            CatalogSnapshot catalogue, Function<ApplicationSnapshot, Stream<String>> names) {
        return catalogue.applications().stream().flatMap(names).findFirst();
    }
}

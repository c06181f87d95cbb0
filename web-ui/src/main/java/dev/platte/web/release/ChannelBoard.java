package dev.platte.web.release;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditRow;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the channels of an application point, a row for each name and a column for each
 * architecture; the channel with the newest version first.
 *
 * @param archs the columns, in alphabetical order
 */
record ChannelBoard(List<String> archs, List<Row> rows) {

    private static final Comparator<Row> NEWEST_FIRST =
            Comparator.comparing(
                    Row::newest, Comparator.nullsLast(Comparator.<ReadableVersion>reverseOrder()));

    ChannelBoard {
        archs = List.copyOf(archs);
        rows = List.copyOf(rows);
    }

    /**
     * One channel.
     *
     * @param cells one for each column; absent where there is no such channel
     */
    record Row(String name, List<@Nullable Cell> cells) {

        private @Nullable ReadableVersion newest() {
            return cells.stream()
                    .filter(Objects::nonNull)
                    .flatMap(cell -> Stream.ofNullable(cell.version()))
                    .flatMap(version -> Version.of(version).readable().stream())
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    /**
     * What the channel points to on one architecture.
     *
     * @param version absent: it points to nothing
     * @param since when it was pointed there; absent: never
     * @param by who did
     */
    record Cell(
            String arch,
            @Nullable String version,
            boolean withdrawn,
            @Nullable Instant since,
            @Nullable String by) {}

    static ChannelBoard of(ApplicationSnapshot application, Audit audit) {
        List<String> archs =
                application.channels().stream().map(Channel::arch).distinct().sorted().toList();
        Map<String, AuditRow> pointed =
                audit.last(
                        "channel.point",
                        application.channels().stream().map(ChannelBoard::subject).toList());
        Map<String, Map<String, Cell>> byName = new LinkedHashMap<>();
        for (Channel channel : application.channels()) {
            byName.computeIfAbsent(channel.name(), name -> new LinkedHashMap<>())
                    .put(channel.arch(), cell(application, channel, pointed.get(subject(channel))));
        }
        List<Row> rows = new ArrayList<>();
        byName.forEach(
                (name, cells) -> {
                    List<@Nullable Cell> inOrder = new ArrayList<>();
                    archs.forEach(arch -> inOrder.add(cells.get(arch)));
                    rows.add(new Row(name, inOrder));
                });
        rows.sort(NEWEST_FIRST);
        return new ChannelBoard(archs, rows);
    }

    private static Cell cell(
            ApplicationSnapshot application, Channel channel, @Nullable AuditRow pointed) {
        Optional<UpdatePackage> target = application.target(channel);
        return new Cell(
                channel.arch(),
                target.map(UpdatePackage::version).orElse(null),
                target.filter(found -> found.state() == PackageState.WITHDRAWN).isPresent(),
                pointed == null ? null : pointed.at(),
                pointed == null ? null : pointed.who());
    }

    private static String subject(Channel channel) {
        return "channel/" + channel.id();
    }
}

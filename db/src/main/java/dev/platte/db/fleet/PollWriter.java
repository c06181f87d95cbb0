package dev.platte.db.fleet;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes what polls made of locked hosts, any number of them in a handful of statements. */
final class PollWriter {

    private record EventRow(PollRecord poll, int ordinal, HostEvent event) {}

    /**
     * @param fingerprint of what the next poll may say to be none but a sighting
     */
    private record HostRow(
            Host before, Boots boots, PollRecord said, @Nullable Fingerprint fingerprint) {

        static HostRow of(Host before, Boots boots, PollRecord said) {
            boolean still = state(before, said).still();
            return new HostRow(
                    before,
                    boots,
                    said,
                    still
                            ? Fingerprint.of(said.host(), said.groupId(), said.facts(), said.at())
                            : null);
        }

        private static HostState state(Host before, PollRecord said) {
            return said.state() == null ? before.state() : said.state();
        }

        private HostState state() {
            return state(before, said);
        }

        private @Nullable String arch() {
            return said.facts().arch() == null ? before.facts().arch() : said.facts().arch();
        }

        private @Nullable Long head() {
            return fingerprint == null ? null : fingerprint.head();
        }

        private @Nullable Long tail() {
            return fingerprint == null ? null : fingerprint.tail();
        }
    }

    private final JdbcClient sql;
    private final AttemptWriter attempts;

    PollWriter(JdbcClient sql) {
        this.sql = sql;
        this.attempts = new AttemptWriter(sql);
    }

    void write(List<HostStep> steps) {
        writeHosts(steps);
        writeEvents(steps.stream().map(HostStep::said).toList());
    }

    /** Hosts, counters and attempts. */
    void writeHosts(List<HostStep> steps) {
        if (steps.isEmpty()) {
            return;
        }
        HostCounters counters = new HostCounters();
        List<HostRow> rows = new ArrayList<>();
        for (HostStep step : steps) {
            PollRecord said = step.said();
            Boots boots = step.before().boots().after(said.facts().bootId(), said.at());
            HostRow row = HostRow.of(step.before().host(), boots, said);
            rows.add(row);
            counters.left(row.before());
            counters.came(
                    said.host().applicationId(),
                    said.groupId(),
                    row.arch(),
                    said.facts().version(),
                    row.state());
        }
        writeRows(rows);
        counters.write(sql);
        writeAttempts(steps.stream().map(HostStep::step).filter(Objects::nonNull).toList());
        attempts.begin(steps.stream().map(HostStep::begun).filter(Objects::nonNull).toList());
    }

    void writeAttempts(List<AttemptStep> steps) {
        attempts.advance(steps);
    }

    /** A host whose clock-bearer jumped ahead is believed again an hour later. */
    private void writeRows(List<HostRow> rows) {
        sql.sql(
                        """
                        with said as (
                            select * from unnest(:ids::bigint[], :groups::bigint[], :tracks::text[],
                                :versions::text[], :boards::text[], :archs::text[], :boots::text[],
                                :previous::text[], :returns::integer[], :duplicates::timestamptz[],
                                :oems::text[], :aliases::text[], :alephs::text[], :ips::text[],
                                :ats::timestamptz[], :states::text[], :errors::bigint[],
                                :heads::bigint[], :tails::bigint[])
                                as said (id, group_id, track, version, board, arch, boot_id,
                                    previous_boot_id, boot_returns, duplicate_since, oem, alias,
                                    aleph, ip, at, state, error, head, tail)),
                        changed as (update host h set
                            group_id = said.group_id,
                            track = said.track,
                            version = said.version,
                            board = coalesce(said.board, h.board),
                            arch = said.arch,
                            boot_id = said.boot_id,
                            previous_boot_id = said.previous_boot_id,
                            boot_returns = said.boot_returns,
                            duplicate_since = said.duplicate_since,
                            oem = coalesce(said.oem, h.oem),
                            alias = coalesce(said.alias, h.alias),
                            aleph = coalesce(said.aleph, h.aleph),
                            ip = coalesce(said.ip, h.ip),
                            seen_on = (said.at at time zone 'UTC')::date,
                            state = said.state,
                            state_since = case said.state when h.state
                                then h.state_since else said.at end,
                            last_error = coalesce(said.error, h.last_error),
                            last_error_at = case when said.error is null
                                then h.last_error_at else said.at end,
                            retired = null
                            from said where h.id = said.id)
                        update host_seen s set
                            last_seen = case when s.last_seen > said.at + interval '1 hour'
                                then said.at else greatest(s.last_seen, said.at) end,
                            said = said.head,
                            said_tail = said.tail
                        from said
                        where s.host_id = said.id
                        """)
                .param("ids", Columns.longs(rows, row -> row.before().id()))
                .param("groups", Columns.longs(rows, row -> row.said().groupId()))
                .param("tracks", Columns.texts(rows, row -> row.said().facts().track()))
                .param("versions", Columns.texts(rows, row -> row.said().facts().version()))
                .param("boards", Columns.texts(rows, row -> row.said().facts().board()))
                .param("archs", Columns.texts(rows, HostRow::arch))
                .param("boots", Columns.texts(rows, row -> row.boots().last()))
                .param("previous", Columns.texts(rows, row -> row.boots().previous()))
                .param("returns", Columns.integers(rows, row -> row.boots().returns()))
                .param("duplicates", Columns.texts(rows, row -> row.boots().duplicateSince()))
                .param("oems", Columns.texts(rows, row -> row.said().facts().oem()))
                .param("aliases", Columns.texts(rows, row -> row.said().facts().alias()))
                .param("alephs", Columns.texts(rows, row -> row.said().facts().aleph()))
                .param("ips", Columns.texts(rows, row -> row.said().facts().ip()))
                .param("ats", Columns.texts(rows, row -> row.said().at()))
                .param("states", Columns.texts(rows, HostRow::state))
                .param("errors", Columns.longs(rows, row -> row.said().errorCode()))
                .param("heads", Columns.longs(rows, HostRow::head))
                .param("tails", Columns.longs(rows, HostRow::tail))
                .update();
    }

    /** Ends the attempts of hosts that fell silent; they are not seen by it. */
    void timeOut(Map<Progress, AttemptStep> silent) {
        if (silent.isEmpty()) {
            return;
        }
        HostCounters counters = new HostCounters();
        silent.keySet()
                .forEach(
                        progress -> {
                            Host host = progress.host();
                            counters.left(host);
                            counters.came(
                                    host.key().applicationId(),
                                    host.groupId(),
                                    host.facts().arch(),
                                    host.facts().version(),
                                    HostState.TIMED_OUT);
                        });
        List<Map.Entry<Progress, AttemptStep>> rows = List.copyOf(silent.entrySet());
        sql.sql(
                        """
                        update host h set state = 'TIMED_OUT', state_since = said.at, retired = null
                        from unnest(:ids::bigint[], :ats::timestamptz[]) as said (id, at)
                        where h.id = said.id
                        """)
                .param("ids", Columns.longs(rows, row -> row.getKey().host().id()))
                .param("ats", Columns.texts(rows, row -> row.getValue().at()))
                .update();
        counters.write(sql);
        writeAttempts(rows.stream().map(Map.Entry::getValue).toList());
    }

    /** A host that is where it belongs stays so. */
    void beginAnew(Collection<Progress> hosts, List<AttemptStep> ended, Instant now) {
        if (hosts.isEmpty()) {
            return;
        }
        HostCounters counters = new HostCounters();
        for (Progress progress : hosts) {
            Host host = progress.host();
            if (host.retired() == null && host.state() != HostState.COMPLETE) {
                counters.left(host);
                counters.came(
                        host.key().applicationId(),
                        host.groupId(),
                        host.facts().arch(),
                        host.facts().version(),
                        HostState.UNKNOWN);
            }
        }
        Long[] ids = hosts.stream().map(each -> each.host().id()).toArray(Long[]::new);
        // What they said is forgotten as well: the next poll must be looked at closely.
        sql.sql(
                        """
                        with anew as (update host set state = 'UNKNOWN', state_since = :now
                                where id = any(:ids) and state not in ('UNKNOWN', 'COMPLETE')),
                            forgotten as (update attempt set forgotten = true
                                where host_id = any(:ids) and state in ('FAILED', 'FELL_BACK')
                                  and not forgotten)
                        update host_seen set said = null where host_id = any(:ids)
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("ids", ids)
                .update();
        counters.write(sql);
        writeAttempts(ended);
    }

    void writeEvents(Collection<PollRecord> polls) {
        List<EventRow> rows = new ArrayList<>();
        for (PollRecord poll : polls) {
            int ordinal = poll.ordinal() * 256;
            for (HostEvent event : poll.events()) {
                rows.add(new EventRow(poll, ordinal++, event));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        sql.sql(
                        """
                        insert into event (at, poll_id, ordinal, host_id, group_id, type, result,
                            error_code, version, previous_version)
                        select said.at, said.poll_id, said.ordinal, h.id, said.group_id, said.type,
                            said.result, said.error_code, said.version, said.previous_version
                        from unnest(:ats::timestamptz[], :polls::uuid[], :ordinals::integer[],
                            :applications::bigint[], :machines::text[], :groups::bigint[],
                            :types::integer[], :results::integer[], :errors::bigint[],
                            :versions::text[], :previous::text[])
                            as said (at, poll_id, ordinal, application_id, machine_id, group_id,
                                type, result, error_code, version, previous_version)
                        join host h using (application_id, machine_id)
                        on conflict do nothing
                        """)
                .param("ats", Columns.texts(rows, row -> row.poll().at()))
                .param("polls", Columns.texts(rows, row -> row.poll().pollId()))
                .param("ordinals", Columns.integers(rows, EventRow::ordinal))
                .param(
                        "applications",
                        Columns.longs(rows, row -> row.poll().host().applicationId()))
                .param("machines", Columns.texts(rows, row -> row.poll().host().machineId()))
                .param("groups", Columns.longs(rows, row -> row.poll().groupId()))
                .param("types", Columns.integers(rows, row -> row.event().type()))
                .param("results", Columns.integers(rows, row -> row.event().result()))
                .param("errors", Columns.longs(rows, row -> row.event().errorCode()))
                .param("versions", Columns.texts(rows, row -> row.event().version()))
                .param("previous", Columns.texts(rows, row -> row.event().previousVersion()))
                .update();
    }
}

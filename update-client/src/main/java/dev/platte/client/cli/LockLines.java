package dev.platte.client.cli;

import dev.platte.client.lock.RebootLock.Board;
import dev.platte.client.lock.RebootLock.Holder;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a lock group stands, first in locksmithctl's words (locksmithctl/status.go). */
final class LockLines {
    private final PrintWriter out;
    private final Instant now;

    LockLines(PrintWriter out, Instant now) {
        this.out = out;
        this.now = now;
    }

    void print(String name, Board board, boolean brief, Output output) {
        switch (output) {
            case text -> {
                locksmith(board);
                if (!brief) {
                    more(name, board);
                }
            }
            case json -> out.println(JsonText.of(members(name, board)));
        }
        out.flush();
    }

    private void locksmith(Board board) {
        out.println("Available: " + board.available());
        out.println("Max: " + board.max());
        if (!board.holders().isEmpty()) {
            out.println();
            out.println("MACHINE ID");
            board.holders().forEach(holder -> out.println(holder.host()));
        }
    }

    private void more(String name, Board board) {
        out.println();
        out.println("Lock: " + name);
        for (Holder holder : board.holders()) {
            holder.since()
                    .ifPresent(
                            since ->
                                    out.printf(
                                            "Held: %s since %s, %s%n",
                                            holder.host(),
                                            since.truncatedTo(ChronoUnit.SECONDS),
                                            age(since)));
        }
        board.position().ifPresent(position -> out.println("Position: " + position));
        if (!board.reason().isEmpty()) {
            out.println("Reason: " + board.reason());
        }
    }

    private String age(Instant since) {
        Duration age = Duration.between(since, now);
        if (age.isNegative()) {
            return "by a clock ahead of this one";
        }
        return age.toHours() > 0
                ? "for %d h %d min".formatted(age.toHours(), age.toMinutesPart())
                : "for %d min %d s".formatted(age.toMinutes(), age.toSecondsPart());
    }

    private static Map<String, Object> members(String name, Board board) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("lock", name);
        members.put("available", board.available());
        members.put("max", board.max());
        List<Map<String, Object>> holders =
                board.holders().stream().map(LockLines::members).toList();
        members.put("holders", holders);
        board.position().ifPresent(position -> members.put("position", position));
        members.put("reason", board.reason());
        return members;
    }

    private static Map<String, Object> members(Holder holder) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("host", holder.host());
        holder.since().ifPresent(since -> members.put("since", since.toString()));
        return members;
    }
}

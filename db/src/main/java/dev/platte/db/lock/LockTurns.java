package dev.platte.db.lock;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Answers hosts that ask for slots and give them back, many in one transaction: the groups' rows
 * are locked, each host takes its turn against what the one before it left, and all is written.
 * Either all of it is committed, or nothing; asking again changes nothing.
 */
@Service
public final class LockTurns {

    private static final Caller HOSTS = Caller.system("hosts asked");

    private final JdbcClient sql;
    private final Changes changes;
    private final LockGroups groups;
    private final LockTokens tokens;
    private final BookWriter writer;

    LockTurns(
            JdbcClient sql,
            Changes changes,
            BookWriter writer,
            LockGroups groups,
            LockTokens tokens) {
        this.sql = sql;
        this.changes = changes;
        this.writer = writer;
        this.groups = groups;
        this.tokens = tokens;
    }

    /**
     * What becomes of each request, in their order. A lock group that nobody made is made here when
     * an update group has its name as track: hosts belong to their update group.
     */
    public List<LockAnswer> answer(List<LockAsk> asks) {
        Set<String> names = new HashSet<>();
        asks.forEach(ask -> names.add(ask.group()));
        // In transactions of their own: a group that is made while others are locked would have
        // two replicas wait for each other in a circle.
        groups.follow(names);
        return changes.change(
                HOSTS,
                () -> {
                    Map<String, GroupBook> books = new LinkedHashMap<>();
                    writer.open(names).forEach(book -> books.put(book.group().name(), book));
                    LockAnswer[] answers = new LockAnswer[asks.size()];
                    for (List<Integer> pass : passes(asks)) {
                        new Pass(sql, changes.now(), tokens, books).take(asks, pass, answers);
                    }
                    writer.close(books.values(), HOSTS);
                    return List.of(answers);
                });
    }

    /** Each host once in a pass, so that its second request meets what its first one left. */
    private static List<List<Integer>> passes(List<LockAsk> asks) {
        record Asking(String group, String host) {}
        List<List<Integer>> passes = new ArrayList<>();
        List<Set<Asking>> there = new ArrayList<>();
        for (int i = 0; i < asks.size(); i++) {
            Asking asking = new Asking(asks.get(i).group(), asks.get(i).host());
            int pass = 0;
            while (pass < there.size() && !there.get(pass).add(asking)) {
                pass++;
            }
            if (pass == there.size()) {
                there.add(new HashSet<>(Set.of(asking)));
                passes.add(new ArrayList<>());
            }
            passes.get(pass).add(i);
        }
        return passes;
    }
}

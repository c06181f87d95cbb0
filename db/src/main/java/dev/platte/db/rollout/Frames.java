package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.policy.ramp.Ramp;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Notes when a frame of a ramp is over: nothing but time passes then, so that somebody has to look.
 */
@Service
public final class Frames {

    private final JdbcClient sql;
    private final Changes changes;
    private final History history;

    Frames(JdbcClient sql, Changes changes, History history) {
        this.sql = sql;
        this.changes = changes;
        this.history = history;
    }

    /**
     * What was reached.
     *
     * @param frame its number in the ramp, from 1
     * @param of how many there are
     * @param open the share at its end, in percent
     */
    record Reached(int frame, int of, BigDecimal open) {}

    /**
     * Notes what was reached since the last look; of several frames the last one.
     *
     * @return how many rollouts have come further
     */
    public int noteReached() {
        Instant now = changes.now();
        return (int)
                running().stream()
                        .filter(rollout -> over(rollout, now) > 0)
                        .filter(this::note)
                        .count();
    }

    private List<Rollout> running() {
        return sql.sql(
                        """
                        select * from rollout where place = 'ROLLING' and state = 'RUNNING'
                            and running_since is not null
                            and frames_told < json_array_length(ramp -> 'frames')
                        order by id
                        """)
                .query(RolloutRows::rollout)
                .list();
    }

    private static int over(Rollout rollout, Instant now) {
        return rollout.pace().ramp().framesOver(rollout.pace().time().at(now));
    }

    /** Looked at again under its lock: another server may have noted it. */
    private boolean note(Rollout seen) {
        Ramp ramp = seen.pace().ramp();
        Instant now = changes.now();
        int over = over(seen, now);
        Reached reached =
                new Reached(
                        over, ramp.frames().size(), ramp.frames().get(over - 1).to().inPercent());
        Caller rule =
                Caller.system("The ramp is open to " + ramp.frames().get(over - 1).to() + ".");
        return changes.change(
                rule,
                () -> {
                    boolean mine =
                            sql.sql(
                                                    """
                                                    update rollout set frames_told = :over
                                                    where id = :id and frames_told < :over
                                                        and state = 'RUNNING'
                                                    """)
                                            .param("over", over)
                                            .param("id", seen.id())
                                            .update()
                                    == 1;
                    if (mine) {
                        history.write(
                                seen.id(), now, RolloutEvent.What.FRAME_REACHED, rule, reached);
                    }
                    return mine;
                });
    }
}

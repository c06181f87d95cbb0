package dev.platte.server.poll;

import dev.platte.db.decision.Targets;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.CatalogSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.request.UpdateCheck;
import dev.platte.omaha.response.DayStart;
import dev.platte.omaha.response.OmahaResponse;
import dev.platte.omaha.value.MachineId;
import dev.platte.policy.decide.Decider;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.policy.decide.Facts;
import dev.platte.server.edge.PlainRandom;
import dev.platte.server.edge.ProblemException;
import dev.platte.server.ledger.Entry;
import dev.platte.server.ledger.Ledger;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Answers requests: looks everything up in one snapshot, decides, has it written down, and only
 * then says what each host gets.
 */
@Component
final class Polls {

    /** Real polls have less than 2 KiB; the same bound as Nebraska's. */
    static final int MOST_BYTES = 64 * 1024;

    /** More applications than any host has, and as many as the ledger numbers in one poll. */
    private static final int MOST_APPS = 256;

    private static final String SERVER = "platte";

    private final SnapshotSource snapshots;
    private final Ledger ledger;
    private final PlainRandom random;
    private final Replies replies;
    private final Targets targets;

    Polls(
            SnapshotSource snapshots,
            Ledger ledger,
            Targets targets,
            Replies replies,
            PlainRandom random) {
        this.snapshots = snapshots;
        this.ledger = ledger;
        this.targets = targets;
        this.random = random;
        this.replies = replies;
    }

    /**
     * One answer for each application of the request, in its order.
     *
     * @throws ProblemException 400 for too many applications; 503 if it cannot be written down now
     */
    OmahaResponse answer(OmahaRequest request, Asker asker) {
        if (request.apps().size() > MOST_APPS) {
            throw ProblemException.of(
                    400,
                    "too-many-apps",
                    "The request has %d applications; at most %d are answered at once."
                            .formatted(request.apps().size(), MOST_APPS));
        }
        CatalogSnapshot snapshot = snapshots.current();
        Draft draft = new Draft();
        request.apps().forEach(app -> answer(new Question(request, app, asker), snapshot, draft));
        UUID id = new UUID(random.nextLong(), random.nextLong());
        List<Optional<Settled>> settled = ledger.write(draft.poll(id, asker));
        DayStart dayStart = DayStart.at(asker.at().atZone(ZoneOffset.UTC));
        return OmahaResponse.of(SERVER, dayStart, draft.answers(settled));
    }

    private void answer(Question question, CatalogSnapshot snapshot, Draft draft) {
        Optional<ApplicationSnapshot> application =
                snapshot.application(question.app().appId().text());
        if (application.isEmpty()) {
            draft.inVain(question.inVain(null));
            draft.answered(replies.unknownApplication(question));
            return;
        }
        Optional<Group> group = application.get().group(question.track());
        if (group.isEmpty()) {
            draft.inVain(question.inVain(question.track()));
        }
        Optional<MachineId> machine = question.machine();
        if (machine.isEmpty()) {
            draft.answered(replies.anonymous(question, group));
            return;
        }
        Entry.Ask ask =
                group.isPresent() && question.app().isUpdateCheck()
                        ? decide(question, machine.get(), snapshot, application.get(), group.get())
                        : null;
        Entry entry =
                new Entry(
                        draft.ordinal(),
                        new HostKey(application.get().application().id(), machine.get().text()),
                        group.map(Group::id).orElse(null),
                        question.facts(),
                        new Entry.News(
                                question.app().version(),
                                question.app().host().bootId(),
                                question.app().events()),
                        group.map(found -> terms(machine.get(), application.get(), found))
                                .orElse(Entry.Terms.USUAL),
                        ask);
        draft.written(entry, settled -> replies.of(question, application.get(), group, settled));
    }

    private static Entry.Terms terms(
            MachineId machine, ApplicationSnapshot application, Group group) {
        GroupPolicy policy = application.policy(group);
        return new Entry.Terms(
                policy.canaries().machines().contains(machine.text()), policy.leases());
    }

    /** From memory alone: whoever gets nothing costs no read. */
    private Entry.Ask decide(
            Question question,
            MachineId machine,
            CatalogSnapshot snapshot,
            ApplicationSnapshot application,
            Group group) {
        UpdateCheck check = question.app().asks().updateCheck().orElse(UpdateCheck.PLAIN);
        Facts facts =
                targets.facts(
                        snapshot,
                        application,
                        group,
                        question.host(machine, check),
                        question.asker().at());
        return new Entry.Ask(facts, Decider.decide(facts));
    }
}

package dev.platte.server.poll;

import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.Asks.DataRequest;
import dev.platte.omaha.response.Action;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.AppResponse.Acks;
import dev.platte.omaha.response.AppResponse.DataAnswer;
import dev.platte.omaha.response.AppStatus;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.value.Cohort;
import dev.platte.policy.decide.Decision.NotNow;
import dev.platte.policy.decide.Decision.Offer;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.policy.decide.Decision.Slot;
import dev.platte.policy.decide.Decision.UpToDate;
import dev.platte.policy.decide.Reason;
import dev.platte.server.edge.ServerSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What an application is told. Whatever a policy says, the answer to an update check is {@code ok}
 * or {@code noupdate}: update_engine takes anything else for a failed update and reports it as one.
 */
@Component
final class Replies {

    /**
     * What holds a host for a reason that its own owner can mend; those are told in a sentence, the
     * others by their name.
     */
    private static final Set<Reason.Code> FOR_THE_OWNER =
            EnumSet.of(
                    Reason.Code.VERSION_UNREADABLE,
                    Reason.Code.NO_PACKAGE_FOR_ARCH,
                    Reason.Code.OUTSIDE_PREFIX);

    private final Optional<Duration> pollInterval;
    private final FleetPace fleetPace;
    private final Offers offers;
    private final MeterRegistry meters;
    private final Counter fullGrants;
    private final Counter deltaGrants;
    private final Map<Label, Counter> counters = new ConcurrentHashMap<>();

    Replies(ServerSettings settings, FleetPace fleetPace, MeterRegistry meters) {
        this.pollInterval = Optional.ofNullable(settings.pollInterval());
        this.fleetPace = fleetPace;
        this.offers = new Offers(settings.disablePayloadBackoff());
        this.meters = meters;
        this.fullGrants = grants("full");
        this.deltaGrants = grants("delta");
    }

    private Counter grants(String payload) {
        return Counter.builder("platte.grants")
                .description("attempts that began, by the kind of payload that was offered")
                .tag("payload", payload)
                .register(meters);
    }

    AppResponse unknownApplication(Question question) {
        count("unknown-application", "");
        return AppResponse.unserved(question.app().appId(), AppStatus.UNKNOWN_APPLICATION);
    }

    /** A host without a name cannot be counted, so nothing is granted to it. */
    AppResponse anonymous(Question question, Optional<Group> group) {
        return respond(
                question.app(),
                () -> noUpdate("no-machine-id", "", "app@machineid is missing", pace(group)));
    }

    /** After the ledger has written it down. */
    AppResponse of(
            Question question,
            ApplicationSnapshot application,
            Optional<Group> group,
            Optional<Settled> settled) {
        return respond(
                question.app(),
                () ->
                        settled.map(
                                        decision ->
                                                answer(
                                                        question,
                                                        application,
                                                        pace(group),
                                                        decision))
                                .orElseGet(
                                        () ->
                                                noUpdate(
                                                        "unknown-group",
                                                        "",
                                                        "there is no group \""
                                                                + question.track()
                                                                + "\"",
                                                        pace(group))));
    }

    private UpdateAnswer answer(
            Question question,
            ApplicationSnapshot application,
            Optional<Duration> pace,
            Settled decision) {
        return switch (decision) {
            case UpToDate(List<Reason> reasons) -> noUpdate("up-to-date", code(reasons), "", pace);
            case NotNow(var move, List<Reason> reasons) ->
                    noUpdate("not-now", code(reasons), info(reasons), pace);
            case Offer(var move, var slot, List<Reason> reasons) -> {
                String from = question.app().version().text();
                Optional<UpdateAnswer.Offer> offer =
                        offers.of(application, move, from, question.asker().base(), pace);
                count(offer.isPresent() ? "offer" : "gone", code(reasons));
                if (slot != Slot.HELD) {
                    boolean isDelta = offer.map(Replies::isDelta).orElse(false);
                    (isDelta ? deltaGrants : fullGrants).increment();
                }
                yield offer.<UpdateAnswer>map(found -> found)
                        .orElseGet(() -> UpdateAnswer.noUpdate(pace));
            }
        };
    }

    private static boolean isDelta(UpdateAnswer.Offer offer) {
        return offer.manifest().actions().stream().anyMatch(Action::deltaPayload);
    }

    private UpdateAnswer noUpdate(
            String outcome, String reason, String info, Optional<Duration> pace) {
        count(outcome, reason);
        return UpdateAnswer.noUpdate(info, pace);
    }

    private static String info(List<Reason> reasons) {
        return reasons.stream()
                .filter(reason -> reason.code().effect() != Reason.Effect.TELLS)
                .map(
                        reason ->
                                FOR_THE_OWNER.contains(reason.code())
                                        ? reason.sentence()
                                        : reason.code().name())
                .collect(Collectors.joining("; "));
    }

    private static String code(List<Reason> reasons) {
        return reasons.getFirst().code().name();
    }

    /** The group's own, else the server's own, else what the size of the fleet demands. */
    private Optional<Duration> pace(Optional<Group> group) {
        return group.flatMap(found -> Optional.ofNullable(found.pollInterval()))
                .or(() -> pollInterval)
                .or(fleetPace::wanted);
    }

    /**
     * Every ping and every event is acknowledged; an update check is answered where there was one.
     */
    private static AppResponse respond(AppRequest app, Supplier<UpdateAnswer> answer) {
        return new AppResponse(
                app.appId(),
                AppStatus.OK,
                new Acks(app.asks().ping().isPresent(), app.events().size()),
                app.isUpdateCheck() ? Optional.of(answer.get()) : Optional.empty(),
                app.asks().data().stream().map(Replies::data).toList(),
                Cohort.UNSAID);
    }

    /** Omaha v3, section data: nothing is kept for hosts to fetch. */
    private static DataAnswer data(DataRequest asked) {
        String status =
                switch (asked.name()) {
                    case "untrusted" -> "ok";
                    case "install" -> "error-nodata";
                    default -> "error-invalidargs";
                };
        return new DataAnswer(asked.name(), asked.index(), status, "");
    }

    /**
     * Both labels come from short fixed lists. Kept at hand, since finding one among all meters
     * costs a poll more than counting.
     */
    private void count(String outcome, String reason) {
        counters.computeIfAbsent(
                        new Label(outcome, reason),
                        label ->
                                meters.counter(
                                        "platte.polls",
                                        "outcome",
                                        label.outcome(),
                                        "reason",
                                        label.reason()))
                .increment();
    }

    private record Label(String outcome, String reason) {}
}

package dev.platte.server.api;

import dev.platte.db.approval.Approval;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.ChannelHistory;
import dev.platte.db.catalog.ChannelMove;
import dev.platte.db.promotion.PromotionRules;
import dev.platte.db.promotion.Proposals;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Takes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How channels come to point elsewhere: by rules, with others agreeing, and how they did. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/channels/{arch}/{name}")
final class PromotionController {

    private final PromotionRules rules;
    private final Proposals proposals;
    private final ChannelHistory history;
    private final Lookup lookup;

    PromotionController(
            PromotionRules rules, Proposals proposals, ChannelHistory history, Lookup lookup) {
        this.rules = rules;
        this.proposals = proposals;
        this.history = history;
        this.lookup = lookup;
    }

    /** The rules that lead to the channel, one for each channel that they lead from. */
    @GetMapping("/promotion")
    List<CandidacyView> promotion(
            @PathVariable String app, @PathVariable String arch, @PathVariable String name) {
        return rules.of(channel(app, arch, name)).stream().map(CandidacyView::of).toList();
    }

    /** Asks others to agree that it is pointed to {@code version}; then the server does it. */
    @PostMapping("/proposals")
    @Gives(202)
    ResponseEntity<Approval> propose(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String name,
            @Takes(Bodies.Proposal.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Channel channel = lookup.channel(application, arch, name);
        Caller caller = ApiRequest.caller(request, fields.reason());
        long target =
                lookup.packageOf(application, channel.arch(), fields.required("version")).id();
        Approval made = proposals.propose(channel, target, caller);
        return Answers.accepted(caller.dryRun(), made, "approvals", Long.toString(made.id()));
    }

    /** One page of where it has pointed to, the newest first; the header Link names the next. */
    @GetMapping("/history")
    ResponseEntity<List<ChannelMove>> history(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        List<ChannelMove> found =
                history.of(channel(app, arch, name).id(), cursor, Pages.checked(limit) + 1);
        return Pages.of(
                request, found, limit, Function.identity(), move -> Long.toString(move.id()));
    }

    private Channel channel(String app, String arch, String name) {
        return lookup.channel(lookup.application(app), arch, name);
    }
}

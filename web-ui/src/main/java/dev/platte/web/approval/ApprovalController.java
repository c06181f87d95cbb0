package dev.platte.web.approval;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.approval.Approval;
import dev.platte.db.approval.Approvals;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Requests that others agree to a change: waiting ones, past ones, and the answers. */
@Controller
final class ApprovalController {

    private static final int PAGE = 50;

    private final Approvals approvals;
    private final Catalogue catalogue;
    private final Forms forms;
    private final InstantSource time;

    ApprovalController(Approvals approvals, Catalogue catalogue, Forms forms, InstantSource time) {
        this.approvals = approvals;
        this.catalogue = catalogue;
        this.forms = forms;
        this.time = time;
    }

    @GetMapping("/approvals")
    String approvals(@RequestParam(required = false) @Nullable Long below, Who who, Model model) {
        List<ApprovalLine> open =
                approvals.newest(true, null, PAGE).stream()
                        .flatMap(asked -> line(asked, who))
                        .filter(ApprovalLine::open)
                        .toList();
        List<Approval> all = approvals.newest(false, below, PAGE);
        model.addAttribute("open", open);
        model.addAttribute(
                "past",
                all.stream()
                        .flatMap(asked -> line(asked, who))
                        .filter(line -> !line.open())
                        .toList());
        model.addAttribute("next", all.size() == PAGE ? all.getLast().id() : null);
        return "approval/approvals";
    }

    @GetMapping("/approvals/{id}")
    String approval(@PathVariable long id, Who who, Model model) {
        ApprovalLine line = find(id, who);
        model.addAttribute("line", line);
        return "approval/approval";
    }

    @GetMapping("/approvals/{id}/{answer:approve|reject|withdraw}")
    String ask(@PathVariable long id, @PathVariable String answer, Who who, Model model) {
        model.addAttribute("line", find(id, who));
        model.addAttribute("answer", answer);
        return "approval/answer";
    }

    @PostMapping("/approvals/{id}/{answer:approve|reject|withdraw}")
    ResponseEntity<Void> answer(@PathVariable long id, @PathVariable String answer, Sent sent) {
        find(id, sent.who());
        return forms.once(
                sent,
                "approval/" + id,
                () -> {
                    Approval after =
                            switch (answer) {
                                case "approve" ->
                                        approvals.approve(id, sent.who().identity(), sent.caller());
                                case "reject" ->
                                        approvals.reject(id, sent.who().identity(), sent.caller());
                                default -> approvals.withdraw(id, sent.caller());
                            };
                    return Done.at("/approvals/" + id, said(answer, after));
                });
    }

    private static String said(String answer, Approval after) {
        return switch (answer) {
            case "approve" -> "You agreed: " + after.agreed() + " of " + after.needed() + " have.";
            case "reject" -> "You disagreed; the request has ended.";
            default -> "Taken back.";
        };
    }

    private ApprovalLine find(long id, Who who) {
        return approvals
                .find(id)
                .flatMap(asked -> line(asked, who).findFirst())
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no request " + id + ".",
                                        "The page of approvals lists those that you may see."));
    }

    /** Empty where they do not see what it touches. */
    private Stream<ApprovalLine> line(Approval asked, Who who) {
        String key = asked.application();
        Optional<ApplicationSnapshot> owner =
                catalogue.applications(who).stream()
                        .filter(known -> known.application().key().equals(key))
                        .findFirst();
        boolean seen = key == null ? who.seesServer(VerbGroup.APPROVAL) : owner.isPresent();
        return seen
                ? Stream.of(
                        ApprovalLine.of(
                                asked,
                                owner.orElse(null),
                                who.name(),
                                who.mayAnswer(key),
                                time.instant()))
                : Stream.empty();
    }
}

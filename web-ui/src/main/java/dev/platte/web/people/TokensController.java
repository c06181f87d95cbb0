package dev.platte.web.people;

import dev.platte.db.access.ApiToken;
import dev.platte.db.access.IssuedToken;
import dev.platte.db.access.NewToken;
import dev.platte.db.access.Tokens;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.access.VerbGroup;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Secret;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.PageModel;
import dev.platte.web.page.Who;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Tokens for programs: who has which, what they open, and making and ending them. */
@Controller
final class TokensController {

    private static final String PAGE = "/tokens";

    private final Tokens tokens;
    private final Users users;
    private final Catalogue catalogue;
    private final Forms forms;
    private final InstantSource time;

    TokensController(
            Tokens tokens, Users users, Catalogue catalogue, Forms forms, InstantSource time) {
        this.tokens = tokens;
        this.users = users;
        this.catalogue = catalogue;
        this.forms = forms;
        this.time = time;
    }

    @GetMapping(PAGE)
    String tokens(Who who, Model model) {
        who.requireLook(VerbGroup.TOKEN);
        Instant now = time.instant();
        RoleNames names = RoleNames.of(catalogue.applications(who));
        Map<Long, String> owners =
                users.list().stream().collect(Collectors.toMap(User::id, User::name));
        List<TokenLine> lines =
                tokens.list().stream()
                        .sorted(Comparator.comparing(ApiToken::id).reversed())
                        .map(token -> TokenLine.of(token, owners, names, now))
                        .toList();
        model.addAttribute("usable", lines.stream().filter(TokenLine::usable).toList());
        model.addAttribute("ended", lines.stream().filter(line -> !line.usable()).toList());
        return "people/tokens";
    }

    @GetMapping("/tokens/new")
    String ask(Who who, Model model) {
        who.requireServer(VerbGroup.TOKEN);
        model.addAttribute("roles", PersonController.roles());
        model.addAttribute("applications", catalogue.applications(who));
        model.addAttribute("parts", TokenForm.parts());
        model.addAttribute(
                "owners", users.list().stream().filter(user -> user.disabled() == null).toList());
        return "people/token";
    }

    @PostMapping("/tokens/new")
    String issue(Sent sent, Model model) {
        sent.who().requireServer(VerbGroup.TOKEN);
        NewToken asked = TokenForm.read(sent, catalogue.applications(sent.who()), expires(sent));
        IssuedToken issued =
                forms.shownOnce(sent, "token", () -> tokens.issue(asked, sent.caller()));
        model.addAttribute(
                PageModel.SECRET,
                new Secret(
                        "The token " + issued.token().name(),
                        issued.secret(),
                        "Programs send it as \"Authorization: Bearer ...\"; updatectl takes it from PLATTE_TOKEN.",
                        PAGE));
        return Secret.VIEW;
    }

    private @Nullable Instant expires(Sent sent) {
        long days = sent.number("days", 0, 3650);
        return days == 0 ? null : time.instant().plus(Duration.ofDays(days));
    }

    @GetMapping("/tokens/{id}/revoke")
    String askRevoke(@PathVariable long id, Who who, Model model) {
        model.addAttribute("token", find(id, who));
        return "people/token-revoke";
    }

    @PostMapping("/tokens/{id}/revoke")
    ResponseEntity<Void> revoke(@PathVariable long id, Sent sent) {
        ApiToken token = find(id, sent.who());
        return forms.once(
                sent,
                "token/" + id,
                () -> {
                    tokens.revoke(id, sent.caller());
                    return Done.at(PAGE, token.name() + " opens nothing any more.");
                });
    }

    private ApiToken find(long id, Who who) {
        who.requireServer(VerbGroup.TOKEN);
        return tokens.list().stream()
                .filter(token -> token.id() == id)
                .findFirst()
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no token " + id + ".",
                                        "The page of tokens lists all of them."));
    }
}

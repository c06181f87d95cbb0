package dev.platte.web.people;

import dev.platte.db.access.Grant;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Role;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.access.VerbGroup;
import dev.platte.web.form.Done;
import dev.platte.web.form.FieldException;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Makes people, gives them roles and passwords, shuts them out and lets them in again. */
@Controller
final class PersonController {

    private static final String PAGE = "/people";

    private final Users users;
    private final Catalogue catalogue;
    private final Forms forms;

    PersonController(Users users, Catalogue catalogue, Forms forms) {
        this.users = users;
        this.catalogue = catalogue;
        this.forms = forms;
    }

    @GetMapping("/people/new")
    String askNew(Who who, Model model) {
        who.requireServer(VerbGroup.USER);
        model.addAttribute("fields", PersonForms.fields(catalogue.applications(who), List.of()));
        model.addAttribute("roles", roles());
        return "people/new";
    }

    @PostMapping("/people/new")
    ResponseEntity<Void> create(Sent sent) {
        sent.who().requireServer(VerbGroup.USER);
        String name = sent.text("name").toLowerCase(Locale.ROOT);
        NewUser user =
                new NewUser(
                        name,
                        sent.optional("email").orElse(null),
                        sent.optional("password").orElse(null),
                        PersonForms.read(sent, catalogue.applications(sent.who()), List.of()));
        return forms.once(
                sent,
                "user",
                () -> {
                    users.create(user, sent.caller());
                    return Done.at(PAGE, name + " may sign in.");
                });
    }

    @GetMapping("/people/{id}/roles")
    String askRoles(@PathVariable long id, Who who, Model model) {
        User user = ask(id, who, model);
        model.addAttribute(
                "fields", PersonForms.fields(catalogue.applications(who), user.grants()));
        model.addAttribute("roles", roles());
        return "people/roles";
    }

    @PostMapping("/people/{id}/roles")
    ResponseEntity<Void> roles(@PathVariable long id, Sent sent) {
        User user = find(id, sent.who());
        List<Grant> grants =
                PersonForms.read(sent, catalogue.applications(sent.who()), user.grants());
        return change(
                sent,
                user,
                () -> users.setRoles(id, grants, sent.seen(), sent.caller()),
                user.name() + " has other roles from the next click on.");
    }

    @GetMapping("/people/{id}/password")
    String askPassword(@PathVariable long id, Who who, Model model) {
        ask(id, who, model);
        return "people/password";
    }

    @PostMapping("/people/{id}/password")
    ResponseEntity<Void> password(@PathVariable long id, Sent sent) {
        User user = find(id, sent.who());
        if (sent.text("password").isEmpty()) {
            throw new FieldException("password", "Write the new password.");
        }
        return change(
                sent,
                user,
                () -> users.setPassword(id, sent.text("password"), sent.seen(), sent.caller()),
                user.name() + " signs in with the new password; open sessions have ended.");
    }

    @GetMapping("/people/{id}/disable")
    String askDisable(@PathVariable long id, Who who, Model model) {
        ask(id, who, model);
        return "people/disable";
    }

    @PostMapping("/people/{id}/disable")
    ResponseEntity<Void> disable(@PathVariable long id, Sent sent) {
        User user = find(id, sent.who());
        return change(
                sent,
                user,
                () -> users.disable(id, sent.seen(), sent.caller()),
                user.name() + " is shut out, with every token and session.");
    }

    @GetMapping("/people/{id}/enable")
    String askEnable(@PathVariable long id, Who who, Model model) {
        ask(id, who, model);
        return "people/enable";
    }

    @PostMapping("/people/{id}/enable")
    ResponseEntity<Void> enable(@PathVariable long id, Sent sent) {
        User user = find(id, sent.who());
        return change(
                sent,
                user,
                () -> users.enable(id, sent.seen(), sent.caller()),
                user.name() + " may sign in again.");
    }

    private ResponseEntity<Void> change(
            Sent sent, User user, Supplier<User> verb, String sentence) {
        return forms.once(
                sent,
                "user/" + user.id(),
                () -> {
                    verb.get();
                    return Done.at(PAGE, sentence);
                });
    }

    private User ask(long id, Who who, Model model) {
        User user = find(id, who);
        model.addAttribute("user", user);
        return user;
    }

    private User find(long id, Who who) {
        who.requireServer(VerbGroup.USER);
        return users.find(id)
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no user " + id + ".",
                                        "The page of people lists everybody."));
    }

    /** A role to choose, with what it may do. */
    public record Choice(String value, String word, String meaning) {}

    static List<Choice> roles() {
        return List.of(Role.values()).stream()
                .map(role -> new Choice(role.name(), RoleNames.word(role), RoleNames.meaning(role)))
                .toList();
    }
}

package dev.platte.server.api;

import dev.platte.db.access.Grant;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Role;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.catalog.AppIds;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** People and their roles; for administrators. */
@RestController
@RequestMapping(Answers.BASE + "/users")
final class UserController {

    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    /** All users. */
    @GetMapping
    List<User> list() {
        return users.list();
    }

    /** One user. */
    @GetMapping("/{name}")
    ResponseEntity<User> get(@PathVariable String name) {
        User found = find(name);
        return Answers.shown(found, found.revision());
    }

    /** Makes a user who signs in with a password. */
    @PostMapping
    @Gives(201)
    ResponseEntity<User> create(
            @Takes(AccessBodies.NewUser.class) Fields fields, HttpServletRequest request) {
        Caller caller = ApiRequest.caller(request, fields.reason());
        User made =
                users.create(
                        new NewUser(
                                fields.required("name"),
                                fields.optional("email").orElse(null),
                                fields.optional("password").orElse(null),
                                grants(fields)),
                        caller);
        return Answers.created(caller.dryRun(), made, made.revision(), "users", made.name());
    }

    /** Gives a user another password and ends their sessions. */
    @PutMapping("/{name}/password")
    @Guarded
    ResponseEntity<User> password(
            @PathVariable String name,
            @Takes(AccessBodies.NewPassword.class) Fields fields,
            HttpServletRequest request) {
        User found = find(name);
        return shown(
                users.setPassword(
                        found.id(),
                        fields.required("password"),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason())));
    }

    /** Gives a user other roles, in place of all they have. */
    @PutMapping("/{name}/roles")
    @Guarded
    ResponseEntity<User> roles(
            @PathVariable String name,
            @Takes(AccessBodies.NewRoles.class) Fields fields,
            HttpServletRequest request) {
        User found = find(name);
        return shown(
                users.setRoles(
                        found.id(),
                        grants(fields),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason())));
    }

    /** Shuts a user out at once. */
    @PostMapping("/{name}/disable")
    @Guarded
    ResponseEntity<User> disable(
            @PathVariable String name,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        User found = find(name);
        return shown(
                users.disable(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason())));
    }

    /** Lets a user in again. */
    @PostMapping("/{name}/enable")
    @Guarded
    ResponseEntity<User> enable(
            @PathVariable String name,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        User found = find(name);
        return shown(
                users.enable(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason())));
    }

    private User find(String name) {
        Optional<User> found = users.find(name.toLowerCase(Locale.ROOT));
        return found.orElseThrow(
                () -> Lookup.missing("user-unknown", "There is no user " + name + "."));
    }

    private static ResponseEntity<User> shown(User user) {
        return Answers.shown(user, user.revision());
    }

    private static List<Grant> grants(Fields fields) {
        return fields.objects("roles", Fields.known(AccessBodies.RoleOf.class)).stream()
                .map(UserController::grant)
                .toList();
    }

    private static Grant grant(Fields role) {
        String text = role.required("role");
        try {
            return new Grant(
                    Role.valueOf(text.toUpperCase(Locale.ROOT)),
                    role.optional("application").map(AppIds::key).orElse(null));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    422,
                    "role-invalid",
                    "There is no role " + text + "; roles are viewer, operator, approver, admin.");
        }
    }
}

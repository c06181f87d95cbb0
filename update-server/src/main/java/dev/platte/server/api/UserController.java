package dev.platte.server.api;

import dev.platte.db.access.Grant;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Role;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.catalog.AppIds;
import dev.platte.db.verb.Caller;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** People and their roles; for administrators. */
@RestController
@RequestMapping(Answers.BASE + "/users")
final class UserController {

    /** A role; without an application it counts everywhere. */
    record RoleBody(@Nullable String role, @Nullable String application) {

        Grant grant() {
            try {
                return new Grant(
                        Role.valueOf(required("role", role).toUpperCase(Locale.ROOT)),
                        application == null ? null : AppIds.key(application));
            } catch (IllegalArgumentException e) {
                throw ProblemException.of(
                        422,
                        "role-invalid",
                        "There is no role "
                                + role
                                + "; roles are viewer, operator, approver, admin.");
            }
        }
    }

    /** Somebody to be. */
    record NewUserBody(
            @Nullable String name,
            @Nullable String email,
            @Nullable String password,
            @Nullable List<RoleBody> roles,
            @Nullable String reason) {
        /** Without the password: frameworks write bodies into logs. */
        @Override
        public String toString() {
            return "NewUserBody[" + name + "]";
        }
    }

    /** Another password. */
    record PasswordBody(@Nullable String password, @Nullable String reason) {
        @Override
        public String toString() {
            return "PasswordBody";
        }
    }

    /** Other roles, instead of all there were. */
    record RolesBody(@Nullable List<RoleBody> roles, @Nullable String reason) {}

    /** Why. */
    record ReasonBody(@Nullable String reason) {}

    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    @GetMapping
    List<User> list() {
        return users.list();
    }

    @GetMapping("/{name}")
    ResponseEntity<User> get(@PathVariable String name) {
        User found = find(name);
        return Answers.shown(found, found.revision());
    }

    @PostMapping
    ResponseEntity<User> create(@RequestBody NewUserBody body, HttpServletRequest request) {
        Caller caller = ApiRequest.caller(request, body.reason());
        User made =
                users.create(
                        new NewUser(
                                required("name", body.name()),
                                body.email(),
                                body.password(),
                                grants(body.roles())),
                        caller);
        return Answers.created(caller.dryRun(), made, made.revision(), "users", made.name());
    }

    @PutMapping("/{name}/password")
    ResponseEntity<User> password(
            @PathVariable String name, @RequestBody PasswordBody body, HttpServletRequest request) {
        User found = find(name);
        return shown(
                users.setPassword(
                        found.id(),
                        required("password", body.password()),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, body.reason())));
    }

    @PutMapping("/{name}/roles")
    ResponseEntity<User> roles(
            @PathVariable String name, @RequestBody RolesBody body, HttpServletRequest request) {
        User found = find(name);
        if (body.roles() == null) {
            throw missing("roles");
        }
        return shown(
                users.setRoles(
                        found.id(),
                        grants(body.roles()),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, body.reason())));
    }

    @PostMapping("/{name}/disable")
    ResponseEntity<User> disable(
            @PathVariable String name, @RequestBody ReasonBody body, HttpServletRequest request) {
        User found = find(name);
        return shown(
                users.disable(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, body.reason())));
    }

    @PostMapping("/{name}/enable")
    ResponseEntity<User> enable(
            @PathVariable String name, @RequestBody ReasonBody body, HttpServletRequest request) {
        User found = find(name);
        return shown(
                users.enable(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, body.reason())));
    }

    private User find(String name) {
        Optional<User> found = users.find(name.toLowerCase(Locale.ROOT));
        return found.orElseThrow(
                () -> Lookup.missing("user-unknown", "There is no user " + name + "."));
    }

    private static ResponseEntity<User> shown(User user) {
        return Answers.shown(user, user.revision());
    }

    private static List<Grant> grants(@Nullable List<RoleBody> roles) {
        return roles == null ? List.of() : roles.stream().map(RoleBody::grant).toList();
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw missing(field);
        }
        return value;
    }

    private static ProblemException missing(String field) {
        return ProblemException.of(422, "field-missing", "The field " + field + " is missing.");
    }
}

package dev.platte.web.people;

import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.access.VerbGroup;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Who may sign in, and as what. */
@Controller
final class PeopleController {

    private final Users users;
    private final Catalogue catalogue;

    PeopleController(Users users, Catalogue catalogue) {
        this.users = users;
        this.catalogue = catalogue;
    }

    @GetMapping("/people")
    String people(Who who, Model model) {
        who.requireLook(VerbGroup.USER);
        List<User> all = users.list();
        RoleNames names = RoleNames.of(catalogue.applications(who));
        model.addAttribute("people", all.stream().map(user -> PersonLine.of(user, names)).toList());
        model.addAttribute("self", who.name());
        return "people/people";
    }
}

package dev.platte.server.signin;

import dev.platte.db.access.AdminLinks;
import dev.platte.db.access.IssuedLink;
import dev.platte.db.verb.Caller;
import dev.platte.server.edge.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Prints a link that makes the first administrator, where nobody ever got in. It is the one secret
 * that a log may hold: it opens for an hour, once, and nothing any more as soon as somebody is in.
 * It stands behind the {@code #}, which no browser sends to a server and no proxy writes down.
 */
@Component
final class FirstLink {

    private static final Logger LOG = LoggerFactory.getLogger(FirstLink.class);

    private final AdminLinks links;
    private final SignInSettings settings;
    private final ServerSettings server;

    FirstLink(AdminLinks links, SignInSettings settings, ServerSettings server) {
        this.links = links;
        this.settings = settings;
        this.server = server;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        if (!settings.firstLink() || !links.needed()) {
            return;
        }
        IssuedLink link = links.issue(Caller.system("first start: nobody has got in"));
        LOG.info(
                "first start: until {} the first administrator signs in at {}signin/link#{}",
                link.expires(),
                server.publicBase().map(Object::toString).orElse("/"),
                link.secret());
    }
}

package dev.platte.server.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The addresses that pages answer at, so that a test can show that it forgets none. One that stands
 * for several, as {@code /host/{act:pin|reset}} does, is several.
 */
final class Handlers {

    private static final Pattern CHOICE = Pattern.compile("\\{\\w+:([a-z]+(?:\\|[a-z]+)*)}");

    private static final String PAGES = "dev.platte.web.";

    private final List<PathPattern> patterns;

    private Handlers(List<PathPattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    static Handlers of(TestSite site, RequestMethod method) {
        site.get("/healthz"); // Spring fills its table of handlers at the first request.
        List<PathPattern> found = new ArrayList<>();
        site.get(DispatcherServlet.class).getHandlerMappings().stream()
                .filter(RequestMappingHandlerMapping.class::isInstance)
                .map(RequestMappingHandlerMapping.class::cast)
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(each -> each.getValue().getBeanType().getName().startsWith(PAGES))
                .filter(each -> each.getKey().getMethodsCondition().getMethods().contains(method))
                .flatMap(each -> each.getKey().getPatternValues().stream())
                .forEach(pattern -> add(pattern, found));
        return new Handlers(found);
    }

    private static void add(String pattern, List<PathPattern> found) {
        Matcher choice = CHOICE.matcher(pattern);
        if (choice.find()) {
            for (String word : choice.group(1).split("\\|")) {
                add(pattern.replace(choice.group(), word), found);
            }
        } else {
            found.add(PathPatternParser.defaultInstance.parse(pattern));
        }
    }

    List<String> all() {
        return patterns.stream().map(PathPattern::getPatternString).sorted().toList();
    }

    /** The one that answers at an address; the most exact of several. */
    Optional<String> at(String address) {
        PathContainer path = PathContainer.parsePath(address.replaceAll("[?#].*", ""));
        return patterns.stream()
                .filter(pattern -> pattern.matches(path))
                .sorted()
                .map(PathPattern::getPatternString)
                .findFirst();
    }
}

package dev.platte.server.edge;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What browsers are told about everything that people get to see. */
public final class PageHeaders {

    private static final String PAGES_LOAD_ONLY_FROM_HERE =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private PageHeaders() {}

    /** Adds them to a chain of filters. */
    public static HttpSecurity on(HttpSecurity http) throws Exception {
        return http.headers(
                headers ->
                        headers.contentSecurityPolicy(
                                        csp -> csp.policyDirectives(PAGES_LOAD_ONLY_FROM_HERE))
                                .referrerPolicy(
                                        referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)));
    }
}

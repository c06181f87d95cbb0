package dev.platte.server.edge;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.platte.db.access.Tokens;
import jakarta.servlet.DispatcherType;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may reach what: hosts and probes everything that is theirs, programs the API with a token
 * whose role is enough, readers the pages, and nobody anything else. No sessions, no cookies, hence
 * no forgery of requests to guard against.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Hosts sign nothing and own nothing: what protects them is in the payload and in CUP. */
    private static final String[] OPEN = {
        "/v1/update",
        "/v1/update/",
        "/service/update2",
        "/payloads/**",
        "/healthz",
        "/livez",
        "/readyz",
        "/actuator/health",
        "/actuator/health/**"
    };

    private static final String PAGES_LOAD_ONLY_FROM_HERE =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    @Order(1)
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return forHosts(http.securityMatcher(OPEN))
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, Tokens tokens) throws Exception {
        AuthenticationEntryPoint noToken =
                (request, response, cause) ->
                        ProblemWriter.write(
                                request,
                                response,
                                new Problem(
                                        401,
                                        "token-missing",
                                        "This needs a token: send the header \"Authorization: Bearer ...\"."),
                                Map.of("WWW-Authenticate", "Bearer"));
        AccessDeniedHandler weakToken =
                (request, response, cause) ->
                        ProblemWriter.write(
                                request,
                                response,
                                new Problem(403, "role-too-low", "No token opens this."),
                                Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\""));
        return forPeople(http.securityMatcher("/api/**"))
                .authorizeHttpRequests(
                        rules ->
                                rules.requestMatchers("/api/v1/openapi.json")
                                        .permitAll()
                                        .requestMatchers("/api/v1/**")
                                        .authenticated()
                                        .anyRequest()
                                        .denyAll())
                .addFilterBefore(new BearerFilter(tokens), AuthorizationFilter.class)
                .exceptionHandling(
                        errors ->
                                errors.authenticationEntryPoint(noToken)
                                        .accessDeniedHandler(weakToken))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http, ServerSettings settings) throws Exception {
        List<AddressRange> open = settings.pagesOpenTo().stream().map(AddressRange::parse).toList();
        AuthenticationEntryPoint closed =
                (request, response, cause) ->
                        ProblemWriter.write(
                                request,
                                response,
                                new Problem(
                                        403,
                                        "not-open",
                                        "Pages are read with GET, from the addresses in platte.pages-open-to."),
                                Map.of());
        return forPeople(http)
                .authorizeHttpRequests(
                        rules ->
                                rules.dispatcherTypeMatchers(
                                                DispatcherType.FORWARD, DispatcherType.ERROR)
                                        .permitAll()
                                        .anyRequest()
                                        .access(new PageAccess(open)))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(closed))
                .build();
    }

    private static HttpSecurity plain(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        sessions ->
                                sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    /** No browser looks at what hosts get. */
    private static HttpSecurity forHosts(HttpSecurity http) throws Exception {
        return plain(http)
                .anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.defaultsDisabled().contentTypeOptions(withDefaults()));
    }

    private static HttpSecurity forPeople(HttpSecurity http) throws Exception {
        return plain(http)
                .headers(
                        headers ->
                                headers.contentSecurityPolicy(
                                                csp ->
                                                        csp.policyDirectives(
                                                                PAGES_LOAD_ONLY_FROM_HERE))
                                        .referrerPolicy(
                                                referrer ->
                                                        referrer.policy(
                                                                ReferrerPolicy.NO_REFERRER)));
    }
}

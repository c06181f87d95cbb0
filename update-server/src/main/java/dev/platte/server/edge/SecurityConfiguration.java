package dev.platte.server.edge;

import dev.platte.db.access.Tokens;
import io.micrometer.observation.ObservationPredicate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may reach what: hosts and probes everything that is theirs, programs the API with a token
 * that {@link ApiGuard} looks at. Here are no sessions and no cookies, hence no forgery of requests
 * to guard against; pages have a chain of their own behind these.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /**
     * Hosts sign nothing and own nothing: what protects them is in the payload and in CUP. What a
     * host must show to ask for a reboot slot is its lock group's to say.
     */
    private static final String[] OPEN = {
        "/v1/constant",
        "/v1/pre-reboot",
        "/v1/steady-state",
        "/v1/lock-status",
        "/payloads/**",
        "/healthz",
        "/livez",
        "/readyz",
        "/actuator/health",
        "/actuator/health/**"
    };

    /**
     * One filter and no more: hosts come by the million, nothing is asked of them, and no browser
     * looks at what they get. The firewall for odd addresses stands before all chains.
     */
    @Bean
    @Order(1)
    SecurityFilterChain open() {
        return new DefaultSecurityFilterChain(
                at(OPEN), new HeaderWriterFilter(List.of(new XContentTypeOptionsHeaderWriter())));
    }

    /** Behind the filter that restores the caller's address. */
    @Bean
    @Order(1)
    SecurityFilterChain metrics(MetricsSettings settings) {
        return new DefaultSecurityFilterChain(
                at("/actuator/prometheus", "/actuator/prometheus/**"), new MetricsGate(settings));
    }

    /** What is asked of a request is asked once; that it was asked needs no timer of its own. */
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Polls and downloads count themselves, and a stream lasts as long as somebody listens; the
     * others are timed one by one.
     */
    @Bean
    ObservationPredicate hostsCountThemselves() {
        RequestMatcher hosts = new OrRequestMatcher(at(OPEN), at("/events", "/api/v1/events"));
        return (name, context) ->
                !(context instanceof ServerRequestObservationContext request)
                        || !hosts.matches(request.getCarrier());
    }

    private static RequestMatcher at(String... patterns) {
        return new OrRequestMatcher(
                Stream.of(patterns)
                        .map(PathPatternRequestMatcher.withDefaults()::matcher)
                        .map(RequestMatcher.class::cast)
                        .toList());
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
        return PageHeaders.on(plain(http.securityMatcher("/api/**")))
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
}

package dev.platte.server.edge;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.platte.db.access.Tokens;
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

/**
 * Who may reach what: hosts and probes everything that is theirs, programs the API with a token
 * that {@link ApiGuard} looks at. Here are no sessions and no cookies, hence no forgery of requests
 * to guard against; pages have a chain of their own behind these.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Hosts sign nothing and own nothing: what protects them is in the payload and in CUP. */
    private static final String[] OPEN = {
        "/v1/update",
        "/v1/update/",
        "/service/update2",
        "/v1/constant",
        "/payloads/**",
        "/healthz",
        "/livez",
        "/readyz",
        "/actuator/health",
        "/actuator/health/**"
    };

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

    /** No browser looks at what hosts get. */
    private static HttpSecurity forHosts(HttpSecurity http) throws Exception {
        return plain(http)
                .anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.defaultsDisabled().contentTypeOptions(withDefaults()));
    }
}

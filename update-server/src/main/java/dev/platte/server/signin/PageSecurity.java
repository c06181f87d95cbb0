package dev.platte.server.signin;

import dev.platte.db.access.Identity;
import dev.platte.server.edge.PageAccess;
import dev.platte.server.edge.PageHeaders;
import dev.platte.server.edge.Problem;
import dev.platte.server.edge.ProblemWriter;
import dev.platte.server.edge.ServerSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Everything that is neither a host's nor the API's: read by whom the pages are open to, changed by
 * who has signed in. Sessions exist here and nowhere else, so that polls never pay for them.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

    private static final String[] FOR_EVERYBODY = {
        "/signin", "/signin/**", "/assets/**",
    };

    @Bean
    @Order(3)
    SecurityFilterChain pages(
            HttpSecurity http,
            PageAccess access,
            Sessions sessions,
            Provider provider,
            JdbcIndexedSessionRepository rows,
            HashedIds ids,
            ServerSettings server)
            throws Exception {
        SessionRepositoryFilter<?> store = new SessionRepositoryFilter<>(rows);
        store.setHttpSessionIdResolver(ids);
        PageHeaders.on(http)
                .addFilterBefore(new Unreadable(), DisableEncodeUrlFilter.class)
                .addFilterBefore(store, DisableEncodeUrlFilter.class)
                .addFilterBefore(new SameOrigin(), CsrfFilter.class)
                .addFilterAfter(new Asking(), AnonymousAuthenticationFilter.class)
                .securityContext(context -> context.securityContextRepository(sessions))
                .anonymous(anybody -> anybody.principal(Identity.passerBy()))
                // In a cookie: a token in the session would let everybody fill the database.
                .csrf(csrf -> csrf.csrfTokenRepository(tokens(server)))
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(
                        rules ->
                                rules.dispatcherTypeMatchers(
                                                DispatcherType.FORWARD, DispatcherType.ERROR)
                                        .permitAll()
                                        .requestMatchers(FOR_EVERYBODY)
                                        .permitAll()
                                        .anyRequest()
                                        .access(access));
        provider.addTo(http);
        return http.exceptionHandling(
                        errors ->
                                errors.authenticationEntryPoint(closed())
                                        .accessDeniedHandler(denied()))
                .build();
    }

    private static CookieCsrfTokenRepository tokens(ServerSettings server) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("platte_csrf");
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(
                cookie -> {
                    cookie.httpOnly(true).sameSite("Strict");
                    if (server.overTls()) {
                        cookie.secure(true);
                    }
                });
        return tokens;
    }

    /** People are led to the door; scripts of pages are told, so that nothing written is lost. */
    private static AuthenticationEntryPoint closed() {
        return (request, response, cause) -> {
            if (Door.isForPeople(request)) {
                response.setStatus(HttpServletResponse.SC_SEE_OTHER);
                response.setHeader("Location", Door.address(request));
                return;
            }
            boolean script = request.getHeader("HX-Request") != null;
            ProblemWriter.write(
                    request,
                    response,
                    new Problem(
                            script ? 401 : 403,
                            "not-open",
                            "Sign in; or read, with GET, from the addresses in"
                                    + " platte.pages-open-to."),
                    Map.of());
        };
    }

    private static AccessDeniedHandler denied() {
        return (request, response, cause) ->
                ProblemWriter.write(
                        request,
                        response,
                        cause instanceof CsrfException
                                ? new Problem(
                                        403,
                                        "csrf-token-missing",
                                        "A change needs the token that GET /signin/state gives.")
                                : new Problem(403, "not-open", "This is not open to you."),
                        Map.of());
    }
}

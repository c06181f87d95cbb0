package dev.platte.server.signin;

import dev.platte.db.access.Identity;
import dev.platte.db.access.SignIns;
import dev.platte.server.edge.ServerSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Sessions in the database, so that every server of an installation knows them. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration implements WebMvcConfigurer {

    /** Of somebody who is on their way in through the identity provider. */
    private static final Duration BEFORE_SIGN_IN = Duration.ofMinutes(10);

    @Bean
    HashedIds hashedIds(SecureRandom random, ServerSettings server) {
        DefaultCookieSerializer cookies = new DefaultCookieSerializer();
        cookies.setCookieName("platte_session");
        cookies.setCookiePath("/");
        cookies.setUseHttpOnlyCookie(true);
        cookies.setUseBase64Encoding(false);
        if (server.overTls()) {
            cookies.setUseSecureCookie(true);
        }
        // Lax and not Strict: the identity provider's redirect has to find its session again.
        cookies.setSameSite("Lax");
        return new HashedIds(cookies, random);
    }

    @Bean
    JdbcIndexedSessionRepository sessionRows(
            JdbcOperations sql, PlatformTransactionManager transactions, HashedIds ids) {
        TransactionTemplate alone = new TransactionTemplate(transactions);
        alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        JdbcIndexedSessionRepository rows = new JdbcIndexedSessionRepository(sql, alone);
        rows.setSessionIdGenerator(ids);
        rows.setDefaultMaxInactiveInterval(BEFORE_SIGN_IN);
        return rows;
    }

    @Bean
    Sessions sessions(SignIns signIns, SignInSettings settings, InstantSource clock) {
        return new Sessions(signIns, settings, clock);
    }

    /** Handlers of pages that take an {@link Identity} get who asks, or a passer-by. */
    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(
                new HandlerMethodArgumentResolver() {
                    @Override
                    public boolean supportsParameter(MethodParameter parameter) {
                        return parameter.getParameterType() == Identity.class;
                    }

                    @Override
                    public Object resolveArgument(
                            MethodParameter parameter,
                            @Nullable ModelAndViewContainer model,
                            NativeWebRequest request,
                            @Nullable WebDataBinderFactory binders) {
                        Authentication found =
                                SecurityContextHolder.getContext().getAuthentication();
                        return found != null && found.getPrincipal() instanceof Identity identity
                                ? identity
                                : Identity.passerBy();
                    }
                });
    }
}

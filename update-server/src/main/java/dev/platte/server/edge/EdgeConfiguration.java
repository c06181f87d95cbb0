package dev.platte.server.edge;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The only place that asks the system for time and chance, and what stands around every request.
 */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration implements WebMvcConfigurer {

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }

    /** For what has to stay secret. */
    @Bean
    SecureRandom secrets() {
        return new SecureRandom();
    }

    /** For all else. */
    @Bean
    PlainRandom random() {
        return new PlainRandom();
    }

    @Bean
    static SettingsCheck settingsCheck(ConfigurableEnvironment environment) {
        return new SettingsCheck(environment, environment.getSystemEnvironment());
    }

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIds(PlainRandom random) {
        return ordered(new RequestIdFilter(random), Ordered.HIGHEST_PRECEDENCE);
    }

    @Bean
    Proxies proxies(ServerSettings settings) {
        return new Proxies(settings.trustedProxies().stream().map(AddressRange::parse).toList());
    }

    @Bean
    FilterRegistrationBean<ForwardedFilter> forwarded(
            Proxies proxies, CertificateSettings certificates) {
        return ordered(
                new ForwardedFilter(proxies, certificates.clientCertificateHeader()),
                Ordered.HIGHEST_PRECEDENCE + 1);
    }

    private static <F extends jakarta.servlet.Filter> FilterRegistrationBean<F> ordered(
            F filter, int order) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }

    /** After Spring Boot's own, whose error valve would otherwise answer first, in HTML. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> walls(
            ObjectProvider<HostEndpoint> hosts, Proxies proxies, PlainRandom random) {
        return factory -> {
            factory.addEngineValves(new HostValve(hosts, proxies, random));
            factory.addContextCustomizers(
                    context -> {
                        StandardHost host = (StandardHost) context.getParent();
                        host.setErrorReportValveClass("");
                        host.getPipeline().addValve(new ProblemValve(random));
                    });
            factory.addConnectorCustomizers(
                    connector -> {
                        if (connector.getProtocolHandler()
                                instanceof AbstractHttp11Protocol<?> http) {
                            // A body may pause as long as any other read, not five minutes.
                            http.setDisableUploadTimeout(false);
                            http.setConnectionUploadTimeout(http.getConnectionTimeout());
                        }
                    });
        };
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new ApiGuard()).addPathPatterns("/api/**");
    }

    /**
     * Behind handlers of exceptions that a feature declares for itself, before Spring's plain ones.
     */
    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.add(Math.min(1, resolvers.size()), new ProblemResolver());
    }
}

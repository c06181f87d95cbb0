package dev.platte.server.embedded;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Gives the server a database where the operator gives none. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedConfiguration.NoDatabaseGiven.class)
class EmbeddedConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    @Bean
    EmbeddedPostgres embeddedPostgres(@Value("${platte.data:.platte}") Path data)
            throws EmbeddedPostgresException, InterruptedException {
        return EmbeddedPostgres.start(data, LOG::info);
    }

    /** The pool is made from this as from a URL that the operator gave. */
    @Bean
    JdbcConnectionDetails embeddedConnection(EmbeddedPostgres postgres) {
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return postgres.url();
            }

            @Override
            public String getUsername() {
                return postgres.user();
            }

            @Override
            public String getPassword() {
                return postgres.password();
            }
        };
    }

    /** No address, in any of the ways that Spring takes one. */
    static final class NoDatabaseGiven implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment().containsProperty("spring.datasource.url")
                    && !context.getEnvironment()
                            .containsProperty("spring.datasource.hikari.jdbc-url")
                    && !context.getEnvironment().containsProperty("spring.datasource.jndi-name");
        }
    }
}

package dev.platte.server.edge;

import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/**
 * Starts the server: every feature of this module, and the pages where their jar is there. Errors
 * have one form and one way out, so Spring Boot's own error page is left out, and so are its
 * invented user and password.
 */
@SpringBootApplication(
        scanBasePackages = "dev.platte.server",
        // A controller here and a page in another module may bear the same simple name.
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        exclude = {ErrorMvcAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConfigurationPropertiesScan("dev.platte.server")
public class UpdateServer {

    private static final Set<String> ASKS_FOR_HELP = Set.of("-h", "--help", "help");

    public static void main(String[] args) {
        if (Stream.of(args).anyMatch(ASKS_FOR_HELP::contains)) {
            System.out.print(Usage.TEXT);
            return;
        }
        SpringApplication.run(UpdateServer.class, args);
    }
}

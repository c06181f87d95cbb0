package dev.platte.server.edge;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the server: every feature of this module, the pages where their jar is there. */
@SpringBootApplication(scanBasePackages = "dev.platte.server")
@ConfigurationPropertiesScan("dev.platte.server")
public class UpdateServer {

    public static void main(String[] args) {
        SpringApplication.run(UpdateServer.class, args);
    }
}

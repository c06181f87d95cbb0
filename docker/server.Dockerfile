# The update server. Build from the root of the project: docker build -f docker/server.Dockerfile -t platte-server .
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q -Dmaven.test.skip=true -pl update-server -am package

FROM eclipse-temurin:25-jre
RUN useradd --system --home-dir /var/lib/platte --create-home platte
COPY --from=build /src/update-server/target/lib /opt/platte/lib
COPY --from=build /src/update-server/target/update-server.jar /opt/platte/
USER platte
VOLUME /var/lib/platte
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD curl --fail --silent http://127.0.0.1:8080/readyz || exit 1
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-jar", "/opt/platte/update-server.jar", "--platte.data=/var/lib/platte"]

package dev.platte.server.edge;

/** What {@code --help} prints. */
final class Usage {

    static final String TEXT =
            """
            usage: platte server [--key=value ...]

              --server.port=N                  port to listen on (8080; 0 takes a free one)
              --server.address=ADDRESS         address to listen on (all)
              --platte.data=DIR                payloads, embedded database, first token (.platte)
              --platte.public-url=URL          where hosts reach this server; without it offers name the
                                               host that the poll was sent to
              --platte.poll-interval=45m       how long hosts wait between polls, 1s to 1d (their own rhythm)
              --platte.disable-payload-backoff=true
                                               whether hosts try a failed download again at once
              --platte.cup-keys=DIR            keys <id>.pem (EC P-256) that sign answers; needs platte.public-url
              --platte.max-payload=64GB        the longest payload that is taken
              --platte.catalogue-check=3s      how long a lost notification of a change may stay unnoticed
              --platte.event-retention=90d     how long the events of hosts are kept, 1d to 3650d
              --platte.ledger.retire-after=180d
                                               how long a host is silent before it is counted no more, 1d or
                                               more; --platte.ledger.forget-after=365d later all that is
                                               known of it is deleted
              --platte.events.keep=30d         how long what happened is kept, to be resumed from, 1d to 3650d
              --platte.events.streams=2000     how many may follow what happens at once; by one caller at most
                                               --platte.events.streams-of-one=100
              --platte.outgoing.private-targets=CIDR,...
                                               private addresses that webhooks are sent to and mirrors
                                               are looked at (none)
              --platte.webhooks.allow-http=false
                                               whether webhooks are also sent without TLS
              --platte.webhooks.tries=15       of one message; with --platte.webhooks.disable-after=3d,
                                               --platte.webhooks.keep=30d, --platte.webhooks.at-once=8
              --platte.replica=NAME            by what name people know this server among several (its host name)
              --platte.trusted-proxies=CIDR,...
                                               whose X-Forwarded headers are believed (nobody's)
              --platte.client-certificate-header=NAME
                                               where those proxies put clients' certificates (nowhere)
              --platte.metrics-open-to=CIDR,...
                                               who reads /actuator/prometheus (127.0.0.0/8,::1)
              --platte.pages-open-to=CIDR,...  who reads the pages without signing in (127.0.0.0/8,::1)
              --platte.sign-in.idle=2h         how long people stay signed in without a request, 1m to 1d
              --platte.sign-in.longest=12h     how long at all, 1m to 30d
              --platte.sign-in.first-link=true whether a server where nobody got in prints a link for the first
                                               administrator
              --platte.oidc.issuer=URL         an OpenID Connect provider to sign in through, with
                                               --platte.oidc.client-id=ID, --platte.oidc.roles.GROUP=ROLE[@APPID];
                                               put the secret into the environment as PLATTE_OIDC_CLIENTSECRET
              --spring.datasource.url=jdbc:postgresql://HOST/DATABASE
                                               a PostgreSQL of your own, 15 or later (an embedded one), with
                                               --spring.datasource.username=NAME; put the password into the
                                               environment as SPRING_DATASOURCE_PASSWORD

            Any key may stand in application.properties in the working directory, or in the environment in
            capitals with underscores (PLATTE_DATA=DIR). Health: /healthz, /livez, /readyz.
            Metrics for Prometheus: /actuator/prometheus.
            """;

    private Usage() {}
}

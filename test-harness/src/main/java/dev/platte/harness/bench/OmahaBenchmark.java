package dev.platte.harness.bench;

import dev.platte.omaha.cup.CupChallenge;
import dev.platte.omaha.cup.CupProof;
import dev.platte.omaha.cup.CupSigner;
import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.Codebase;
import dev.platte.omaha.response.DayStart;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.OmahaResponse;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.omaha.value.Sha1;
import dev.platte.omaha.value.Sha256;
import dev.platte.omaha.value.Version;
import dev.platte.omaha.xml.OmahaXml;
import dev.platte.omaha.xml.OmahaXmlException;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a poll costs in the protocol: the check that update_engine 0.4.10 sent, and an offer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OmahaBenchmark {

    private static final Sha256 HASH = Sha256.ofDigest(new byte[32]);
    private static final Version VERSION = Version.of("1.1.0");
    private static final DayStart NOON =
            DayStart.at(ZonedDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC));

    private byte[] poll = new byte[0];
    private byte[] offer = new byte[0];
    private OmahaRequest request;
    private OmahaResponse response;
    private CupSigner signer;
    private CupChallenge challenge;

    public OmahaBenchmark() {}

    @Setup
    public void prepare() throws IOException, OmahaXmlException, GeneralSecurityException {
        try (InputStream file = OmahaBenchmark.class.getResourceAsStream("update-check.xml")) {
            poll = Objects.requireNonNull(file, "update-check.xml").readAllBytes();
        }
        request = OmahaXml.decodeRequest(poll);
        response = answer(request);
        offer = OmahaXml.encodeResponse(response);
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        signer = new CupSigner(Map.of(1L, keys.generateKeyPair().getPrivate()));
        challenge =
                CupChallenge.parse("1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").orElseThrow();
    }

    @Benchmark
    public byte[] pollDecodeAndEncodeOffer() throws OmahaXmlException {
        return OmahaXml.encodeResponse(answer(OmahaXml.decodeRequest(poll)));
    }

    @Benchmark
    public OmahaRequest decodePoll() throws OmahaXmlException {
        return OmahaXml.decodeRequest(poll);
    }

    @Benchmark
    public byte[] encodeOffer() {
        return OmahaXml.encodeResponse(response);
    }

    @Benchmark
    public OmahaResponse decodeOffer() throws OmahaXmlException {
        return OmahaXml.decodeResponse(offer);
    }

    @Benchmark
    public byte[] encodePoll() {
        return OmahaXml.encodeRequest(request);
    }

    @Benchmark
    public CupProof cupProof() {
        return signer.prove(challenge, poll, offer).orElseThrow();
    }

    private static OmahaResponse answer(OmahaRequest request) {
        AppRequest app = request.apps().getFirst();
        UpdatePackage payload =
                UpdatePackage.payload("update.gz", 382_137_917, Sha1.ofDigest(new byte[20]), HASH);
        UpdateAnswer update =
                UpdateAnswer.offer(
                        List.of(
                                Codebase.of(
                                        "https://updates.example.test/v1/payloads/amd64/1.1.0/")),
                        Manifest.of(VERSION, payload),
                        Optional.empty());
        AppResponse.Acks acks = new AppResponse.Acks(true, app.events().size());
        return OmahaResponse.of("platte", NOON, List.of(AppResponse.of(app.appId(), acks, update)));
    }
}

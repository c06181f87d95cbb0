package dev.platte.omaha.cup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.platte.omaha.value.Sha256;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vector is made with the test key of RFC 6979, A.2.5. Bouncy Castle's own ECDSA plays the
 * other side, so that signer and verifier are not only each other's judges.
 */
class CupTest {

    private static final BigInteger D =
            new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16);
    private static final String SPKI =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A/4QCLi8"
                    + "maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==";
    private static final String REQUEST =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><request protocol=\"3.0\"><app"
                    + " appid=\"{e96281a6-d1af-4bde-9a0a-97b76e56dc57}\" version=\"1.0.0\">"
                    + "<updatecheck/></app></request>";
    private static final String RESPONSE =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><response protocol=\"3.0\" server=\"test\">"
                    + "<daystart elapsed_seconds=\"0\" elapsed_days=\"6905\"/><app"
                    + " appid=\"{e96281a6-d1af-4bde-9a0a-97b76e56dc57}\" status=\"ok\"><updatecheck"
                    + " status=\"noupdate\"/></app></response>";
    private static final String CHALLENGE = "7:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final String H_REQUEST =
            "9dd8441bf08ad4b46fdd41517c9365772ed996c7e6bf97c1bc800743476aa02c";
    private static final String SIGNATURE =
            "3045022100a44d0d4f0f14c0e98c0c5c3fa1d08cdfcbc1f30a9c1ba007bcd26faacb7e8b36022043da839d"
                    + "a8c8d5d4f7039a84ce254a784121305dbd5a3170581ae151cf3d529f";
    private static final String PROOF = SIGNATURE + ":" + H_REQUEST;

    private static final ECDomainParameters P256 = p256();

    private final CupChallenge challenge = CupChallenge.parse(CHALLENGE).orElseThrow();
    private final byte[] request = REQUEST.getBytes(UTF_8);
    private final byte[] response = RESPONSE.getBytes(UTF_8);
    private final CupVerifier verifier = new CupVerifier(7, publicKey());

    @Test
    void vectorIsTrusted() {
        assertThat(verify(PROOF)).isEqualTo(CupVerdict.TRUSTED);
    }

    @Test
    void independentSignerMakesTheVectorFromOurUnderstandingOfTheMessage() throws Exception {
        byte[] digest = doubleHash(REQUEST, RESPONSE, CHALLENGE);
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(D, P256));
        BigInteger[] rs = signer.generateSignature(digest);

        byte[] der =
                new DERSequence(new ASN1Integer[] {new ASN1Integer(rs[0]), new ASN1Integer(rs[1])})
                        .getEncoded("DER");

        assertThat(HexFormat.of().formatHex(der)).isEqualTo(SIGNATURE);
    }

    @Test
    void ourProofConvincesAnIndependentVerifier() throws Exception {
        CupProof proof = signer().prove(challenge, request, response).orElseThrow();

        ASN1Sequence rs = ASN1Sequence.getInstance(proof.signature());
        ECDSASigner judge = new ECDSASigner();
        judge.init(false, new ECPublicKeyParameters(P256.getG().multiply(D).normalize(), P256));
        assertThat(
                        judge.verifySignature(
                                doubleHash(REQUEST, RESPONSE, CHALLENGE),
                                ASN1Integer.getInstance(rs.getObjectAt(0)).getValue(),
                                ASN1Integer.getInstance(rs.getObjectAt(1)).getValue()))
                .isTrue();
        assertThat(proof.text()).endsWith(":" + H_REQUEST);
        assertThat(verify(proof.text())).isEqualTo(CupVerdict.TRUSTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s\"", "W/%s", "W/\"%s\"", "w/\"%s\"", " \"%s\" "})
    void etagMayBeQuotedAndWeakened(String form) {
        CupVerdict verdict =
                verifier.verify(challenge, request, response, null, form.formatted(PROOF));

        assertThat(verdict).isEqualTo(CupVerdict.TRUSTED);
    }

    @Test
    void proofHeaderGoesBeforeTheEtag() {
        assertThat(verifier.verify(challenge, request, response, PROOF, "\"an-etag-of-a-cache\""))
                .isEqualTo(CupVerdict.TRUSTED);
        assertThat(verifier.verify(challenge, request, response, "  ", PROOF))
                .isEqualTo(CupVerdict.TRUSTED);
        assertThat(verifier.verify(challenge, request, response, "rubbish", PROOF))
                .isEqualTo(CupVerdict.CORRUPT_PROOF);
        assertThat(verifier.verify(challenge, request, response, null, null))
                .isEqualTo(CupVerdict.NO_PROOF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":",
                "abc",
                SIGNATURE,
                SIGNATURE + ":",
                ":" + H_REQUEST,
                SIGNATURE + ":" + H_REQUEST + ":" + H_REQUEST,
                SIGNATURE + ":" + H_REQUEST + "00",
                SIGNATURE + "0:" + H_REQUEST,
                "zz" + SIGNATURE + ":" + H_REQUEST,
                "W/\"" + SIGNATURE + ":" + H_REQUEST
            })
    void whatIsNoProofIsCorrupt(String header) {
        assertThat(verify(header)).isEqualTo(CupVerdict.CORRUPT_PROOF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // not minimal, negative, empty, too long, long-form length, trailing byte, short
                "3008020200010202000130",
                "300802020001020200" + "01",
                "3006020180020101",
                "30050200020101",
                "3081060201010201" + "01",
                "300602010102010100",
                "300502010102",
                "3106020101020101",
                "3006030101020101",
                "3046022200"
                        + "80000000000000000000000000000000000000000000000000000000000000000000"
                        + "020101"
            })
    void signatureThatIsNotStrictDerIsCorrupt(String der) {
        assertThat(verify(der + ":" + H_REQUEST)).isEqualTo(CupVerdict.CORRUPT_PROOF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3006020100020100",
                "3006020101020100",
                "3006020100020101",
                // r = order, s = 1
                "3026022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551020101",
                "3026020101022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
            })
    void numbersOutOfRangeAreNeverASignature(String der) {
        assertThat(verify(der + ":" + H_REQUEST)).isEqualTo(CupVerdict.NOT_TRUSTED);
        assertThat(DerSignature.isInRange(HexFormat.of().parseHex(der))).isFalse();
    }

    @Test
    void challengeForAnotherKeyIsNotTrustedEvenIfTheSameKeySignedIt() throws Exception {
        CupChallenge other = CupChallenge.parse("8:x").orElseThrow();
        CupProof proof =
                new CupSigner(Map.of(8L, privateKey()))
                        .prove(other, request, response)
                        .orElseThrow();

        assertThat(verifier.verify(other, request, response, proof.text(), null))
                .isEqualTo(CupVerdict.NOT_TRUSTED);
    }

    /** ECDSA allows both s; a proof is not a unique thing, and no client asks for the low one. */
    @Test
    void highAndLowSignatureAreBothTrusted() throws Exception {
        ASN1Sequence rs = ASN1Sequence.getInstance(HexFormat.of().parseHex(SIGNATURE));
        BigInteger s = ASN1Integer.getInstance(rs.getObjectAt(1)).getValue();
        byte[] other =
                new DERSequence(
                                new ASN1Integer[] {
                                    ASN1Integer.getInstance(rs.getObjectAt(0)),
                                    new ASN1Integer(DerSignature.ORDER.subtract(s))
                                })
                        .getEncoded("DER");

        assertThat(verify(HexFormat.of().formatHex(other) + ":" + H_REQUEST))
                .isEqualTo(CupVerdict.TRUSTED);
    }

    @Test
    void everyChangedByteOfTheAnswerIsNoticed() {
        for (int i = 0; i < response.length; i++) {
            byte[] changed = response.clone();
            changed[i] ^= 1;
            assertThat(verifier.verify(challenge, request, changed, PROOF, null))
                    .isEqualTo(CupVerdict.NOT_TRUSTED);
        }
    }

    @Test
    void changedRequestOldAnswerAndOtherKeyAreTold() {
        CupChallenge later = CupChallenge.fresh(7, new SecureRandom());
        CupChallenge otherKey = CupChallenge.parse(CHALLENGE.replace("7:", "8:")).orElseThrow();

        assertThat(verifier.verify(challenge, "<other/>".getBytes(UTF_8), response, PROOF, null))
                .isEqualTo(CupVerdict.REQUEST_CHANGED);
        assertThat(verifier.verify(later, request, response, PROOF, null))
                .isEqualTo(CupVerdict.NOT_TRUSTED);
        assertThat(verifier.verify(otherKey, request, response, PROOF, null))
                .isEqualTo(CupVerdict.NOT_TRUSTED);
    }

    @Test
    void singleHashingIsNotTrusted() throws Exception {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(D, P256));
        BigInteger[] rs =
                signer.generateSignature(Signed.message(Sha256.of(request), response, challenge));
        byte[] der =
                new DERSequence(new ASN1Integer[] {new ASN1Integer(rs[0]), new ASN1Integer(rs[1])})
                        .getEncoded("DER");

        assertThat(verify(HexFormat.of().formatHex(der) + ":" + H_REQUEST))
                .isEqualTo(CupVerdict.NOT_TRUSTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", ":x", "7:", "-7:x", "+7:x", "x:y", "18446744073709551616:x", ""})
    void whatIsNoChallengeIsSeen(String cup2key) {
        assertThat(CupChallenge.parse(cup2key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8:12345",
                "7:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                CHALLENGE,
                "18446744073709551615:x",
                "7:a:b"
            })
    void nonceIsOpaqueInAllItsSpellings(String cup2key) throws Exception {
        CupChallenge said = CupChallenge.parse(cup2key).orElseThrow();
        CupSigner signer = new CupSigner(Map.of(said.keyId(), privateKey()));

        CupProof proof = signer.prove(said, request, response).orElseThrow();

        assertThat(said.text()).isEqualTo(cup2key);
        assertThat(
                        new CupVerifier(said.keyId(), publicKey())
                                .verify(said, request, response, proof.etag(), null))
                .isEqualTo(CupVerdict.TRUSTED);
    }

    @Test
    void unknownKeyGetsNoProof() throws Exception {
        assertThat(signer().prove(CupChallenge.parse("6:x").orElseThrow(), request, response))
                .isEmpty();
    }

    @Test
    void keysOfOtherKindsAreRefused() throws Exception {
        KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
        p384.initialize(384);
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CupVerifier(1, p384.generateKeyPair().getPublic()))
                .withMessageContaining("P-256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CupSigner(Map.of(1L, rsa.generateKeyPair().getPrivate())));
    }

    @Test
    void freshChallengesHave256BitsAndDiffer() {
        SecureRandom random = new SecureRandom();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            CupChallenge fresh = CupChallenge.fresh(7, random);
            assertThat(fresh.text()).matches("7:[A-Za-z0-9_-]{43}");
            assertThat(seen.add(fresh.text())).isTrue();
        }
    }

    @Test
    void queryCarriesChallengeAndRequestHash() {
        assertThat(challenge.query(request))
                .isEqualTo("cup2key=" + CHALLENGE + "&cup2hreq=" + H_REQUEST);
        assertThat(CupChallenge.parse("7:a&b=ä").orElseThrow().query(request))
                .startsWith("cup2key=7:a%26b%3D%C3%A4&");
    }

    @Test
    void longestProofHas209Characters() {
        assertThat(CupProof.MAX_LENGTH).isEqualTo(209);
    }

    private CupVerdict verify(String proof) {
        return verifier.verify(challenge, request, response, proof, null);
    }

    private static CupSigner signer() throws Exception {
        return new CupSigner(Map.of(7L, privateKey()));
    }

    private static PublicKey publicKey() {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(SPKI)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey() throws Exception {
        ECPublicKey key = (ECPublicKey) publicKey();
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(D, key.getParams()));
    }

    private static ECDomainParameters p256() {
        X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
        return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }

    private static byte[] doubleHash(String request, String response, String challenge)
            throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] requestHash = sha256.digest(request.getBytes(UTF_8));
        byte[] responseHash = sha256.digest(response.getBytes(UTF_8));
        sha256.update(requestHash);
        sha256.update(responseHash);
        byte[] once = sha256.digest(challenge.getBytes(UTF_8));
        return sha256.digest(once);
    }
}

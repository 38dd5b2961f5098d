package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Tokens that the container checks: MicroProfile JWT, which Open Liberty has. */
@EnabledIfSystemProperty(named = "arquillian.launch", matches = "liberty", disabledReason = "has no MicroProfile JWT")
class MicroProfileTokenIT extends OnServer {
    private static final String WEB_SOCKET = "EIO=4&transport=websocket";
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String ISSUER = "https://issuer.test";
    private static final RSAKey KEY = key("known");

    /** Without a key store it lets nobody in. */
    private static final DropIn LIBERTY = new DropIn(
            "tokens",
            "<featureManager><feature>mpJwt-2.1</feature></featureManager><keyStore id=\"defaultKeyStore\" password=\""
                    + Login.PASSWORD + "\"/><mpJwt id=\"tokens\" issuer=\"" + ISSUER + "\"/>");

    MicroProfileTokenIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        LIBERTY.add();
        return Product.archive(Map.of("parley.roles", "member,admin"), Login.TOKENS)
                .addAsResource(
                        "io/parley/it/SecuredApplication.class") // which this JVM cannot load: it lacks the product
                .addAsResource(
                        new StringAsset("mp.jwt.verify.publickey=" + new JWKSet(KEY.toPublicJWK())),
                        "META-INF/microprofile-config.properties");
    }

    @AfterAll
    static void end() {
        LIBERTY.remove();
    }

    @Test
    void tokenThatIsNotValid_opensNothing() throws JOSEException {
        var soon = Instant.now().plusSeconds(60);
        var wrong = List.of(
                bearer(KEY, Instant.now().minusSeconds(3600), "member"),
                bearer(key("known"), soon, "member"),
                bearer(key("other"), soon, "member"),
                bearer(KEY, soon, "stranger"),
                "Authorization: Bearer no-token",
                "X-Nothing: 1");
        for (var header : wrong) {
            assertThat(url.exchange("GET", POLLING, "", header).status())
                    .as(header)
                    .isIn(401, 403);
            try (var socket = WebSocketConnection.attempt(url, WEB_SOCKET, header)) {
                assertThat(socket.handshake().status()).as(header).isIn(401, 403);
            }
        }
    }

    @Test
    void tokenOfTheHandshake_isTheSocketsUserAndRoles_untilItExpires_andOthersStay() throws JOSEException {
        var expires = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 4);
        try (var leaving = join(bearer(KEY, expires, "member", "admin", "undeclared"));
                var staying = join(bearer(KEY, expires.plusSeconds(600), "member"))) {
            leaving.send("42/secured,1[\"who\"]");
            leaving.expect("43/secured,1[\"ann\",\"admin,member\"]");
            leaving.expect("41/secured,");
            assertThat(leaving.closeCode()).isEqualTo(1008);
            var after = Duration.between(expires, Instant.now());
            System.out.println("closed after the expiry: " + after);
            assertThat(after).isBetween(Duration.ZERO, Duration.ofSeconds(2));
            staying.send("42/secured,1[\"who\"]");
            staying.expect("43/secured,1[\"ann\",\"member\"]");
        }
    }

    private WebSocketConnection join(String header) {
        var socket = url.webSocket(WEB_SOCKET, header);
        socket.expectText(text -> text.startsWith("0{"));
        socket.send("40/secured,");
        socket.expectText(text -> text.startsWith("40/secured,{"));
        return socket;
    }

    private static String bearer(RSAKey key, Instant expires, String... groups) throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("ann-1")
                .claim("upn", "ann")
                .claim("groups", List.of(groups))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(expires.minusSeconds(7200)))
                .expirationTime(Date.from(expires))
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(key));
        return "Authorization: Bearer " + token.serialize();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

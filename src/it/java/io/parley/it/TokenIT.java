package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.File;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Tokens that a middleware of the application checks, in whatever container. */
class TokenIT extends OnServer {
    TokenIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() throws URISyntaxException {
        var library = SignedJWT.class.getProtectionDomain().getCodeSource().getLocation();
        return Product.archive()
                .addAsResource(
                        "io/parley/it/TokenApplication.class") // which this JVM cannot load: it lacks the product
                .addAsResource("io/parley/it/TokenApplication$Token.class")
                .addAsLibrary(new File(library.toURI()));
    }

    @Test
    void tokenThatIsNotValid_isRefused_andTheConnectionLives() throws JOSEException {
        var soon = Instant.now().plusSeconds(60);
        var wrong = List.of(
                token(TokenApplication.KEY, Instant.now().minusSeconds(1)),
                token("a key that nobody has given to the server", soon),
                new PlainJWT(claims(soon)).serialize(),
                token(TokenApplication.KEY, soon) + "x",
                "no token",
                "");
        try (var socket = url.connect()) {
            for (var token : wrong) {
                socket.send("40/tokens,{\"token\":\"" + token + "\"}");
                socket.expect("44/tokens,{\"message\":\"not authorized\"}");
            }
            socket.send("40/tokens,");
            socket.expect("44/tokens,{\"message\":\"not authorized\"}");
            join(socket, token(TokenApplication.KEY, soon));
        }
    }

    @Test
    void tokenThatExpires_closesItsConnection_andNoOther() throws JOSEException {
        var expires = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3);
        try (var leaving = url.connect();
                var renewing = url.connect();
                var staying = url.connect()) {
            join(leaving, token(TokenApplication.KEY, expires));
            join(renewing, token(TokenApplication.KEY, expires));
            join(staying, token(TokenApplication.KEY, expires.plusSeconds(600)));
            renewing.send("42/tokens,2[\"renew\",\"" + token(TokenApplication.KEY, expires.plusSeconds(600)) + "\"]");
            renewing.expect("43/tokens,2[\"renewed\"]");

            leaving.expect("41/tokens,");
            assertThat(leaving.closeCode()).isEqualTo(1008);
            var after = Duration.between(expires, Instant.now());
            System.out.println("closed after the expiry: " + after);
            assertThat(after).isBetween(Duration.ZERO, Duration.ofSeconds(2));
            for (var other : List.of(renewing, staying)) {
                other.send("42/tokens,1[\"who\"]");
                other.expect("43/tokens,1[\"ann\"]");
            }
        }
    }

    private static void join(WebSocketConnection socket, String token) {
        socket.send("40/tokens,{\"token\":\"" + token + "\"}");
        socket.expectText(text -> text.startsWith("40/tokens,{"));
        socket.send("42/tokens,1[\"who\"]");
        socket.expect("43/tokens,1[\"ann\"]");
    }

    private static String token(String key, Instant expires) throws JOSEException {
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims(expires));
        token.sign(new MACSigner(key));
        return token.serialize();
    }

    private static JWTClaimsSet claims(Instant expires) {
        return new JWTClaimsSet.Builder()
                .subject("ann")
                .expirationTime(Date.from(expires))
                .build();
    }
}

package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;

/** Logs in by a form, as a browser does, and keeps the cookies. For one thread. */
final class Browser {
    private final URI server;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    private Browser(URI server) {
        this.server = server;
    }

    /** One that has seen the page for those who are logged in. */
    static Browser login(URI server, String user) {
        var browser = new Browser(server);
        assertThat(browser.get("account")).as("the page to log in").contains("j_security_check");
        var form = HttpRequest.newBuilder(server.resolve("j_security_check"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("j_username=" + user + "&j_password=" + Login.PASSWORD))
                .build();
        browser.send(form);
        assertThat(browser.get("account")).isEqualTo(user);
        return browser;
    }

    void logout() {
        get("account?logout");
    }

    /** The header by which the container knows it. */
    String cookies() {
        return "Cookie: "
                + cookies.getCookieStore().getCookies().stream()
                        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; "));
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(server.resolve(path)).build());
    }

    private String send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }
}

package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The example {@code notifications}. */
class NotificationsIT extends OnExample {
    @Deployment(testable = false)
    static WebArchive example() {
        return Example.NOTIFICATIONS.archive();
    }

    @Test
    void anOrder_tellsTheCustomer_onAllDevices() throws Exception {
        var phone = connected("/", Map.of("user", "ann"), "notice", "read");
        var desk = connected("/", Map.of("user", "ann"), "notice", "read");
        var bob = connected("/", Map.of("user", "bob"), "notice");

        var answer = order("customer=ann&item=A+b%C3%A9ll");

        assertThat(answer.body()).contains("ann was told on 2 devices.");
        var notice = (Map<?, ?>) phone.next("notice").get(0);
        assertThat(notice.get("text")).isEqualTo("A béll is on its way to you.");
        assertThat(desk.next("notice")).containsExactly(notice);
        desk.emit("read", notice.get("order"));
        assertThat(phone.next("read")).containsExactly(notice.get("order"));
        assertThat(bob.isQuiet("notice")).isTrue();
    }

    @Test
    void anOrder_ofSomebodyWhoIsNotThere_becomesALetter() throws Exception {
        assertThat(order("customer=zoe&item=a+bell").body()).contains("zoe is not here, and gets a letter.");
        assertThat(order("customer=zoe").statusCode()).isEqualTo(400);
    }

    @Test
    void aClientWithoutAName_isRefused() {
        var refusal = (Map<?, ?>) client("/", Map.of()).next("connect_error").get(0);

        assertThat(refusal.get("message")).isEqualTo("say who you are: a name of up to 40 characters");
    }

    private HttpResponse<String> order(String form) throws Exception {
        return send(HttpRequest.newBuilder(server.resolve("orders"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }
}

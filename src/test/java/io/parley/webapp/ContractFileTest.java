package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ContractFileTest {
    @Test
    void doGet_answersWithTheText() throws IOException {
        var told = new ArrayList<String>();
        var body = new StringWriter();
        var response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getWriter")) {
                        return new PrintWriter(body, true);
                    }
                    told.add(method.getName() + Arrays.toString(arguments));
                    return null;
                });
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });

        new ContractFile("text/plain", "export {};\n").doGet(request, response);

        assertThat(body).hasToString("export {};\n");
        assertThat(told)
                .containsExactly(
                        "setContentType[text/plain]",
                        "setCharacterEncoding[UTF-8]",
                        "setHeader[Cache-Control, no-store]");
    }
}

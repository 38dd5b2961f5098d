package io.parley.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What stands behind {@link SocketIoTest}: a server for each test. Has no state of its own. */
final class SocketIoTestExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SocketIoTestExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        var wanted = wanted(context.getRequiredTestClass());
        var server = SocketIoTestServer.of(wanted.value()).nodes(wanted.nodes());
        if (wanted.failOnUnread()) {
            server.failOnUnread();
        }
        context.getStore(NAMESPACE).put(SocketIoTestServer.class, server);
        server.beforeEach(context);
    }

    /** That of the class, or of one around it. */
    private static SocketIoTest wanted(Class<?> testClass) {
        return AnnotationSupport.findAnnotation(testClass, SocketIoTest.class)
                .orElseGet(() -> wanted(testClass.getEnclosingClass()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server(context).afterEach(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return SocketIoTestServer.provides(parameter);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server(context).resolveParameter(parameter, context);
    }

    private static SocketIoTestServer server(ExtensionContext context) {
        var server = context.getStore(NAMESPACE).get(SocketIoTestServer.class, SocketIoTestServer.class);
        if (server == null) {
            throw new IllegalStateException("there is a server for each test, and none before or after them");
        }
        return server;
    }
}

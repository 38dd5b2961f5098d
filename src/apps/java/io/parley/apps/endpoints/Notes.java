package io.parley.apps.endpoints;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Notes calls. */
@Noted
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class Notes {
    @Inject
    Orders orders;

    @AroundInvoke
    Object note(InvocationContext call) throws Exception {
        orders.note("called " + call.getMethod().getName());
        return call.proceed();
    }
}

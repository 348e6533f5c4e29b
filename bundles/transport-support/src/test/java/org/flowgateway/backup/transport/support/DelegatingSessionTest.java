package org.flowgateway.backup.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.PutOptions;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forwarding of every method of the SPI, found by reflection, so that a new method that is not forwarded fails. */
class DelegatingSessionTest {

    private static final ObjectSource SOURCE = ObjectSource.of(new byte[] {1});
    private static final ListEntryConsumer CONSUMER = entry -> {};

    /** Values of each type, for parameters and results; two where a method has two parameters of the type. */
    private static final Map<Class<?>, List<Object>> VALUES = Map.of(
            ObjectName.class, List.of(new ObjectName("a/one"), new ObjectName("a/two")),
            ObjectSource.class, List.of(SOURCE),
            PutOptions.class, List.of(PutOptions.NONE),
            ListEntryConsumer.class, List.of(CONSUMER),
            Optional.class, List.of(Optional.of(new ObjectName("a"))),
            List.class, List.of(List.of("of the other session")),
            InputStream.class, List.of(InputStream.nullInputStream()),
            Probe.class, List.of(Probe.of()),
            long.class, List.of(17L),
            boolean.class, List.of(true));

    /** Call that the other session received. */
    private record Call(Method method, List<Object> arguments) {}

    private final List<Call> calls = new ArrayList<>();

    static Stream<Method> methods() {
        return Arrays.stream(TransportSession.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    static Stream<Method> throwingMethods() {
        return methods().filter(method -> List.of(method.getExceptionTypes()).contains(TransportException.class));
    }

    private TransportSession recording(TransportException failure) {
        return (TransportSession) Proxy.newProxyInstance(
                TransportSession.class.getClassLoader(),
                new Class<?>[] {TransportSession.class},
                (proxy, method, arguments) -> {
                    calls.add(new Call(method, arguments == null ? List.of() : List.of(arguments)));
                    if (failure != null) {
                        throw failure;
                    }
                    return method.getReturnType() == void.class ? null : value(method.getReturnType(), 0);
                });
    }

    private static Object value(Class<?> type, int index) {
        assertThat(VALUES).as("a value for a new type of the SPI").containsKey(type);
        List<Object> values = VALUES.get(type);
        return values.get(Math.min(index, values.size() - 1));
    }

    private static Object[] arguments(Method method) {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int at = 0; at < types.length; at++) {
            arguments[at] = value(types[at], at);
        }
        return arguments;
    }

    @ParameterizedTest
    @MethodSource("methods")
    @DisplayName("a call reaches the same method of the other session once, with its arguments, and returns its result")
    void forwards(Method method) throws Exception {
        Object[] arguments = arguments(method);
        Object result = method.invoke(new DelegatingSession(recording(null)), arguments);
        assertThat(calls).containsExactly(new Call(method, List.of(arguments)));
        assertThat(result).isEqualTo(method.getReturnType() == void.class ? null : value(method.getReturnType(), 0));
    }

    @ParameterizedTest
    @MethodSource("throwingMethods")
    @DisplayName("a failure of the other session passes through")
    void fails(Method method) {
        TransportException failure = new TransportException(FailureKind.THROTTLED, "slow down");
        Throwable thrown =
                catchThrowable(() -> method.invoke(new DelegatingSession(recording(failure)), arguments(method)));
        assertThat(thrown).isInstanceOf(InvocationTargetException.class).cause().isSameAs(failure);
    }

    @Test
    @DisplayName("a session without another one is rejected")
    void noDelegate() {
        assertThatNullPointerException().isThrownBy(() -> new DelegatingSession(null));
    }
}

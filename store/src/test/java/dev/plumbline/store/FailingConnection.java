package dev.plumbline.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** Makes one JDBC call of the writer fail: the k-th from when it was armed on. */
final class FailingConnection {
    private static final Set<Class<?>> JDBC =
            Set.of(Connection.class, PreparedStatement.class, Statement.class, ResultSet.class);

    private int calls;
    private int failAt;
    private boolean afterwards;

    /**
     * Arms the fault.
     *
     * @param after whether the call does its work before it fails, as when an answer is lost
     */
    synchronized void failAt(int call, boolean after) {
        calls = 0;
        failAt = call;
        afterwards = after;
    }

    /** Whether the armed call was reached. */
    synchronized boolean failed() {
        return failAt > 0 && calls >= failAt;
    }

    Connection wrap(Connection connection) {
        return (Connection) wrap(Connection.class, connection);
    }

    private Object wrap(Class<?> type, Object target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean now = count();
            if (now && !afterwards) {
                throw new SQLException("injected fault at " + method.getName());
            }
            try {
                Object result = method.invoke(target, arguments);
                if (now) {
                    throw new SQLException("injected fault after " + method.getName());
                }
                return result != null && JDBC.contains(method.getReturnType())
                        ? wrap(method.getReturnType(), result)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler);
    }

    private synchronized boolean count() {
        return ++calls == failAt;
    }
}

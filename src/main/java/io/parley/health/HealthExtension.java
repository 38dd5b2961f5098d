package io.parley.health;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger.Level;

/** Adds the health checks where MicroProfile Health is. Found by CDI through {@code META-INF/services}. */
public final class HealthExtension implements Extension {
    private static final System.Logger LOG = System.getLogger(HealthExtension.class.getName());

    /** Called by CDI. */
    public HealthExtension() {}

    void addChecks(@Observes BeforeBeanDiscovery event) {
        try {
            event.addAnnotatedType(ReadinessCheck.class, ReadinessCheck.class.getName());
            event.addAnnotatedType(LivenessCheck.class, LivenessCheck.class.getName());
        } catch (LinkageError absent) {
            LOG.log(Level.DEBUG, "MicroProfile Health is not here", absent);
        }
    }
}

"""A Spark session on any master, with what these computations want of it."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from queries.engines.spark.java import java_home, spark_version
from queries.errors import EngineFailed, EngineMissing, ParameterRefused
from queries.settings import Settings

# Java compiles what runs often once more, and better, which costs much of a short computation. The
# driver only plans, and executors are to compile so what runs ten times as often as usual.
_PLANS = "-XX:TieredStopAtLevel=1"
_COMPUTES = (
    "-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 "
    "-XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
)

DEFAULTS: Mapping[str, str] = {
    "spark.driver.defaultJavaOptions": _PLANS,
    "spark.executor.defaultJavaOptions": _COMPUTES,
    # It would shuffle the ranks once more after every cut.
    "spark.sql.adaptive.enabled": "false",
    # The sides of a superstep lie together already; what is small is broadcast by name.
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
# On this machine alone: nothing listens to others.
LOOPBACK = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
END_SECONDS = 60
_KEY = re.compile(r"spark\.[A-Za-z0-9_.\-]{1,200}")


def is_here(engine: str) -> bool:
    """Whether all of it runs on this machine."""
    return engine.startswith("local")


def conf_of(given: tuple[str, ...]) -> dict[str, str]:
    """The settings of `--conf k=v`. Raises ParameterRefused."""
    conf: dict[str, str] = {}
    for one in given:
        key, equals, value = one.partition("=")
        if not equals or not _KEY.fullmatch(key):
            raise ParameterRefused(
                f"--conf: must be such as spark.executor.memory=4g, got {key[:60]!r}"
            )
        conf[key] = value
    return conf


@contextmanager
def session(engine: str, conf: Mapping[str, str], settings: Settings) -> Iterator[Any]:
    """A session on this master, ended afterwards.

    Raises EngineMissing when Spark or its Java is missing or does not fit, EngineFailed when
    the cluster does not answer, or breaks off inside.
    """
    installed = spark_version()
    home = java_home(settings)
    # Imported here: it is an extra, and takes a while.
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="influence-spark-") as folder:
        here = {"spark.sql.warehouse.dir": folder, **(LOOPBACK if is_here(engine) else {})}
        around = {"JAVA_HOME": str(home), "PYSPARK_PYTHON": sys.executable}
        if is_here(engine):
            around |= {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(_home(Path(folder)))}
        with translated(engine, installed):
            with _environment(around), warnings.catch_warnings():
                # That pandas is newer than Spark knows: none of it is used with pandas.
                warnings.simplefilter("ignore", FutureWarning)
                builder = SparkSession.builder.master(engine).appName("influence")
                spark = builder.config(map={**DEFAULTS, **here, **conf}).getOrCreate()
            try:
                same(spark, installed)
                yield spark
            finally:
                _end(spark)


def _end(spark: Any) -> None:
    """Stop the session and its Java, so that another session may begin with another."""
    from pyspark import SparkContext

    gateway = spark.sparkContext._gateway
    spark.stop()
    gateway.shutdown()
    # Spark's Java ends when nothing can come from us any more.
    gateway.proc.stdin.close()
    gateway.proc.wait(END_SECONDS)
    SparkContext._gateway = SparkContext._jvm = None


def _home(folder: Path) -> Path:
    """Spark's own folder with links to what is installed: its workers write beside those."""
    import pyspark

    home = folder / "spark"
    home.mkdir()
    for one in Path(pyspark.__file__).parent.iterdir():
        if one.name != "work":
            (home / one.name).symlink_to(one)
    return home


@contextmanager
def translated(engine: str, installed: str) -> Iterator[None]:
    """What Spark raises inside, as our errors."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, ConnectionError) as error:
        raise EngineFailed(_reason(engine, installed, error)) from error
    except RuntimeError as error:
        if "Java" not in str(error) and "gateway" not in str(error).lower():
            raise
        raise EngineMissing(f"Spark {installed} does not start: {_line(error)}") from error


def same(spark: Any, installed: str) -> None:
    """Raises EngineMissing when the Spark that runs is not the one that is installed."""
    # Such as one that SPARK_HOME leads to.
    if spark.version != installed:
        raise EngineMissing(
            f"pyspark is {installed}, and the Spark that it started is {spark.version}; "
            "unset SPARK_HOME, or install the same version"
        )


# What a message means that Spark has for it.
_MEANINGS = (
    ("InvalidClassException", "the cluster's Spark is not {installed}; install its version here"),
    ("UnsupportedClassVersion", "the cluster's Java is older than Spark {installed} needs: 17"),
    ("All masters are unresponsive", "nothing answers there, or its Spark is not {installed}"),
    ("stopped SparkContext", "the cluster gave up; none answers, or its Spark is not {installed}"),
    ("OutOfMemoryError", "not memory enough; raise --conf spark.executor.memory=…"),
    ("PATH_NOT_FOUND", "files are not where all executors see them; use a folder that they share"),
)  # fmt: skip


def _reason(engine: str, installed: str, error: Exception) -> str:
    text = str(error)
    for sign, meaning in _MEANINGS:
        if sign in text:
            return f"{engine}: {meaning.format(installed=installed)}"
    return f"{engine}: Spark broke off: {_line(error)}; the same command goes on where it was"


def _line(error: Exception) -> str:
    """The line of a long message that tells most."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = next((line for line in lines if "Exception:" in line or "Error:" in line), None)
    return (told or (lines[0] if lines else type(error).__name__))[:300]


@contextmanager
def _environment(around: Mapping[str, str]) -> Iterator[None]:
    """Inside, these variables are set: Spark's launcher reads nothing else."""
    before = {name: os.environ.get(name) for name in around}
    os.environ.update(around)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

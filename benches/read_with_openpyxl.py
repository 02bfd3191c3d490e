"""Reads every cell of a workbook with openpyxl, three times in each mode; answers the median microseconds in JSON."""

import json
import platform
import statistics
import sys
import time

import openpyxl


def read(path, read_only):
    begun = time.perf_counter()
    workbook = openpyxl.load_workbook(path, read_only=read_only, data_only=True)
    cells = 0
    for sheet in workbook:
        for row in sheet.iter_rows(values_only=True):
            cells += sum(value is not None for value in row)
    workbook.close()
    return time.perf_counter() - begun, cells


def median(path, read_only):
    return statistics.median(read(path, read_only)[0] for _ in range(3))


path = sys.argv[1]
print(
    json.dumps(
        {
            "versions": f"openpyxl {openpyxl.__version__} on Python {platform.python_version()}",
            "cells": read(path, True)[1],
            "read_only_micros": round(median(path, True) * 1e6),
            "normal_micros": round(median(path, False) * 1e6),
        }
    )
)
